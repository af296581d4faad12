package hdf5

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"io/fs"
)

// Attribute is an array by name that belongs to a group or a dataset.
type Attribute struct {
	Array
	name string
}

// Name returns the attribute's name.
func (a *Attribute) Name() string { return a.name }

// Attr returns the one value of an attribute. An absent attribute is an error
// that wraps [fs.ErrNotExist].
func Attr[T Element](o Object, name string) (T, error) {
	a, err := o.Attr(name)
	if err != nil {
		var zero T
		return zero, err
	}
	return Scalar[T](a)
}

// Attrs returns the values of an attribute. An absent attribute is an error
// that wraps [fs.ErrNotExist].
func Attrs[T Element](o Object, name string) ([]T, error) {
	a, err := o.Attr(name)
	if err != nil {
		return nil, err
	}
	return Read[T](a)
}

// AttrNames implements [Object].
func (o *object) AttrNames() ([]string, error) {
	var names []string
	err := o.attributes(func(m *attributeMessage) bool {
		names = append(names, string(m.name))
		return true
	})
	return names, err
}

// Attr implements [Object].
func (o *object) Attr(name string) (*Attribute, error) {
	var found *attributeMessage
	err := o.attributes(func(m *attributeMessage) bool {
		if string(m.name) == name {
			found = m
		}
		return found == nil
	})
	if err != nil {
		return nil, err
	}
	if found == nil {
		return nil, at(o.path, fmt.Errorf("attribute %q: %w", name, fs.ErrNotExist))
	}
	a := &Attribute{name: name}
	where := fmt.Sprintf("%s: attribute %q", o.path, name)
	if found.flags != 0 {
		return nil, at(where, unsupported("shared datatype or dataspace"))
	}
	n, err := a.describe(o.f, where, found.datatype, found.dataspace)
	if err != nil {
		return nil, at(where, err)
	}
	if n > len(found.data) {
		return nil, at(where, fmt.Errorf("%d bytes, expected %d", len(found.data), n))
	}
	a.stored = true
	a.data = io.NewSectionReader(bytes.NewReader(found.data), 0, int64(n))
	return a, nil
}

// attributes calls yield for each attribute until it returns false.
func (o *object) attributes(yield func(*attributeMessage) bool) error {
	for _, m := range o.header {
		switch m.kind {
		case msgAttributeInfo:
			return at(o.path, unsupported("attributes outside the object header"))
		case msgAttribute:
			if m.flags&flagShared != 0 {
				return at(o.path, unsupported("a shared attribute"))
			}
			a, err := parseAttribute(m.data)
			if err != nil {
				return at(o.path, fmt.Errorf("attribute: %w", err))
			}
			if !yield(a) {
				return nil
			}
		}
	}
	return nil
}

// attributeMessage is the parts of an attribute, as yet unread.
type attributeMessage struct {
	flags                           byte // whether datatype or dataspace are elsewhere
	name, datatype, dataspace, data []byte
}

func parseAttribute(b []byte) (*attributeMessage, error) {
	c := cursor{b: b}
	var a attributeMessage
	version := c.u8()
	if flags := c.u8(); version > 1 {
		a.flags = flags
	}
	sizes := [3]uint64{uint64(c.u16()), uint64(c.u16()), uint64(c.u16())}
	take := c.take
	switch version {
	case 1:
		take = c.padded
	case 2:
	case 3:
		c.skip(1) // character set of the name
	default:
		if c.err() == nil {
			return nil, unsupported("version %d", version)
		}
	}
	a.name, a.datatype, a.dataspace = take(sizes[0]), take(sizes[1]), take(sizes[2])
	a.data = c.b
	if err := c.err(); err != nil {
		return nil, err
	}
	name, _, ended := bytes.Cut(a.name, []byte{0})
	if !ended {
		return nil, errors.New("the name doesn't end")
	}
	a.name = name
	return &a, nil
}

func appendAttribute(b []byte, name string, t Type, s dataspace, data []byte) []byte {
	datatype, space := t.append(nil), s.append(nil)
	b = append(b, 1, 0)
	for _, n := range []int{len(name) + 1, len(datatype), len(space)} {
		b = binary.LittleEndian.AppendUint16(b, uint16(n))
	}
	b = appendPadding(append(append(b, name...), 0))
	b = appendPadding(append(b, datatype...))
	b = appendPadding(append(b, space...))
	return append(b, data...)
}
