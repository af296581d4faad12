package hdf5

import (
	"errors"
	"maps"
	"slices"
	"strings"
)

// GroupWriter is a group to be written.
type GroupWriter struct {
	attributeWriter
	children map[string]any // *GroupWriter or *DatasetWriter
}

func newGroupWriter(w *Writer, path string) *GroupWriter {
	return &GroupWriter{attributeWriter{w: w, path: path}, map[string]any{}}
}

// Group returns the group at a path below g, made with the groups above it if
// need be.
func (g *GroupWriter) Group(path string) *GroupWriter {
	for name := range strings.SplitSeq(path, "/") {
		if name == "" {
			continue
		}
		child, ok := g.children[name].(*GroupWriter)
		if !ok {
			child = newGroupWriter(g.w, join(g.path, name))
			g.add(name, child.path, child)
		}
		g = child
	}
	return g
}

// add puts a new child into the group, or keeps what is wrong with it.
func (g *GroupWriter) add(name, path string, child any) {
	if err := checkName(name); err != nil {
		g.w.fail(g.path, err)
		return
	}
	if g.children[name] != nil {
		g.w.fail(path, errors.New("written twice"))
		return
	}
	g.children[name] = child
}

// names returns the children's names in the order in which files have them.
func (g *GroupWriter) names() []string { return slices.Sorted(maps.Keys(g.children)) }

// place gives every dataset below g its address, from end on.
func (g *GroupWriter) place(end *uint64, datasets *[]*DatasetWriter) {
	for _, name := range g.names() {
		switch child := g.children[name].(type) {
		case *GroupWriter:
			child.place(end, datasets)
		case *DatasetWriter:
			child.address = undefined
			if child.size > 0 {
				child.address = *end
				*end += uint64(child.size) + uint64(-child.size&7)
				*datasets = append(*datasets, child)
			}
		}
	}
}

// split returns the group that a path's last name is in, and that name.
func (g *GroupWriter) split(path string) (*GroupWriter, string) {
	if i := strings.LastIndexByte(path, '/'); i >= 0 {
		return g.Group(path[:i]), path[i+1:]
	}
	return g, path
}
