package hdf5

import (
	"errors"
	"sync"
)

// Object is a [*Group] or a [*Dataset].
type Object interface {
	// Path returns the object's place in the file, such as /layers/dense/vars/0.
	Path() string

	// AttrNames returns the names of the object's attributes, in the file's order.
	AttrNames() ([]string, error)

	// Attr returns an attribute. An absent one is an error that wraps [fs.ErrNotExist].
	Attr(name string) (*Attribute, error)
}

// object is what groups and datasets have in common.
type object struct {
	f       *File
	path    string
	address uint64
	header  header

	attributes func() ([]*attributeMessage, error) // read once
}

// Path implements [Object].
func (o *object) Path() string { return o.path }

// open reads the object whose header is at an address.
func (f *File) open(address uint64, path string) (Object, error) {
	if kept, ok := f.groups.get(address); ok {
		g := *kept
		g.f, g.path = f, path
		return &g, nil
	}
	h, err := f.readHeader(address)
	if err != nil {
		return nil, at(path, err)
	}
	o := object{f: f, path: path, address: address, header: h}
	o.attributes = sync.OnceValues(func() ([]*attributeMessage, error) { return f.readAttributes(h) })
	switch {
	case h.has(msgSymbolTable), h.has(msgLinkInfo):
		g, err := newGroup(o)
		if err != nil {
			return nil, at(path, err)
		}
		f.groups.put(address, g)
		return g, nil
	case h.has(msgLayout):
		d, err := newDataset(o)
		if err != nil {
			return nil, at(path, err)
		}
		return d, nil
	case h.has(msgDatatype):
		return nil, at(path, unsupported("a committed datatype"))
	}
	return nil, at(path, errors.New("neither a group nor a dataset"))
}
