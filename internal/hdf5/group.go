package hdf5

import (
	"cmp"
	"fmt"
	"io/fs"
	"slices"
	"strings"
)

// Group holds groups and datasets by name.
type Group struct {
	object
	links []link // sorted by name
}

// link is one name in a group.
type link struct {
	name    string
	address uint64 // of the object's header
	soft    bool   // a path instead, here or in another file
}

// newGroup reads the names, so that looking one up reads nothing else. Who
// needs many children of a large group keeps the group.
func newGroup(o object) (*Group, error) {
	table, err := o.header.find(msgSymbolTable)
	if err != nil {
		return nil, err
	}
	var links []link
	if table != nil {
		links, err = o.f.readSymbolTable(table)
	} else {
		links, err = o.header.readLinks()
	}
	if err != nil {
		return nil, err
	}
	slices.SortFunc(links, func(a, b link) int { return cmp.Compare(a.name, b.name) })
	for i, l := range links {
		if l.name == "" || l.name == "." || strings.ContainsRune(l.name, '/') {
			return nil, fmt.Errorf("%q can't be a name", l.name)
		}
		if i > 0 && l.name == links[i-1].name {
			return nil, fmt.Errorf("the name %q is there twice", l.name)
		}
	}
	return &Group{o, links}, nil
}

// Names returns the names of what the group holds, sorted by bytes: "10"
// comes before "2".
func (g *Group) Names() []string {
	names := make([]string, len(g.links))
	for i, l := range g.links {
		names[i] = l.name
	}
	return names
}

// Open returns what is at a path below the group, such as "dense/vars". An
// absent one is an error that wraps [fs.ErrNotExist].
func (g *Group) Open(path string) (Object, error) {
	var found Object = g
	for name := range strings.SplitSeq(path, "/") {
		if name == "" {
			continue
		}
		group, ok := found.(*Group)
		if !ok {
			return nil, at(found.Path(), fmt.Errorf("a dataset, expected a group that holds %q", name))
		}
		i, ok := slices.BinarySearchFunc(group.links, name, func(l link, name string) int {
			return cmp.Compare(l.name, name)
		})
		if !ok {
			return nil, at(group.path, fmt.Errorf("%q: %w", name, fs.ErrNotExist))
		}
		var err error
		if found, err = group.follow(group.links[i]); err != nil {
			return nil, err
		}
	}
	return found, nil
}

// Group returns the group at a path below g.
func (g *Group) Group(path string) (*Group, error) {
	found, err := g.Open(path)
	if err != nil {
		return nil, err
	}
	group, ok := found.(*Group)
	if !ok {
		return nil, at(found.Path(), fmt.Errorf("a dataset, expected a group"))
	}
	return group, nil
}

// Dataset returns the dataset at a path below g.
func (g *Group) Dataset(path string) (*Dataset, error) {
	found, err := g.Open(path)
	if err != nil {
		return nil, err
	}
	dataset, ok := found.(*Dataset)
	if !ok {
		return nil, at(found.Path(), fmt.Errorf("a group, expected a dataset"))
	}
	return dataset, nil
}

// follow opens what a link leads to.
func (g *Group) follow(l link) (Object, error) {
	path := join(g.path, l.name)
	if l.soft {
		return nil, at(path, unsupported("a soft or external link"))
	}
	return g.f.open(l.address, path)
}

// join returns the path of a name in the group at path.
func join(path, name string) string { return strings.TrimSuffix(path, "/") + "/" + name }
