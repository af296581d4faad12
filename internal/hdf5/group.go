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

// newGroup reads the names, so that looking one up reads nothing else. Who
// needs many children of a large group keeps the group.
func newGroup(o object) (*Group, error) {
	table, err := o.find(msgSymbolTable)
	if err != nil {
		return nil, err
	}
	var links []link
	if table != nil {
		links, err = o.f.readSymbolTable(table)
	} else {
		links, err = o.readLinks()
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

// Open returns what is at a path below the group, such as "dense/vars". Soft links
// are followed. An absent path is an error that wraps [fs.ErrNotExist].
func (g *Group) Open(path string) (Object, error) {
	hops := 0
	return g.find(path, &hops)
}

// maxHops is how many names may be in the soft links that one path leads over.
const maxHops = 100

// find opens a path and counts the names in the soft links that it leads over.
func (g *Group) find(path string, hops *int) (Object, error) {
	var found Object = g
	for name := range strings.SplitSeq(path, "/") {
		if name == "" || name == "." {
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
		if found, err = group.follow(group.links[i], hops); err != nil {
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

// follow opens what a link leads to. What is at the end of a soft link has the
// path that the link says.
func (g *Group) follow(l link, hops *int) (Object, error) {
	path := join(g.path, l.name)
	switch l.kind {
	case linkHard:
		return g.f.open(l.address, path)
	case linkSoft:
		if *hops += 1 + strings.Count(l.target, "/"); *hops > maxHops {
			return nil, at(path, fmt.Errorf("soft link to %.100q: more than %d names on the way", l.target, maxHops))
		}
		from := g
		if strings.HasPrefix(l.target, "/") {
			from = g.f.root
		}
		found, err := from.find(l.target, hops)
		if err != nil && *hops <= maxHops {
			err = &Error{path, fmt.Errorf("soft link to %q: %w", l.target, err)}
		}
		return found, err
	case linkExternal:
		return nil, at(path, unsupported("a link to another file"))
	}
	return nil, at(path, unsupported("a link of kind %d", l.kind))
}

// join returns the path of a name in the group at path.
func join(path, name string) string { return strings.TrimSuffix(path, "/") + "/" + name }
