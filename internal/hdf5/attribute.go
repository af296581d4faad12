package hdf5

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"
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
	attributes, err := o.attributes()
	names := make([]string, len(attributes))
	for i, a := range attributes {
		names[i] = string(a.name)
	}
	return names, at(o.path, err)
}

// Attr implements [Object].
func (o *object) Attr(name string) (*Attribute, error) {
	attributes, err := o.attributes()
	if err != nil {
		return nil, at(o.path, err)
	}
	i := slices.IndexFunc(attributes, func(a *attributeMessage) bool { return string(a.name) == name })
	if i < 0 {
		return nil, at(o.path, fmt.Errorf("attribute %q: %w", name, fs.ErrNotExist))
	}
	where := fmt.Sprintf("%s: attribute %q", o.path, name)
	a, err := attributes[i].open(o.f, where)
	return a, at(where, err)
}

// open makes an attribute of its parts.
func (m *attributeMessage) open(f *File, where string) (_ *Attribute, err error) {
	if m.flags&attributeSharedType != 0 {
		if m.datatype, err = f.shared(msgDatatype, m.datatype); err != nil {
			return nil, err
		}
	}
	if m.flags&attributeSharedSpace != 0 {
		return nil, unsupported("a shared dataspace")
	}
	a := &Attribute{name: string(m.name)}
	n, err := a.describe(f, where, m.datatype, m.dataspace)
	if err != nil {
		return nil, err
	}
	if n > len(m.data) {
		return nil, fmt.Errorf("%d bytes, expected %d", len(m.data), n)
	}
	a.inFile = true
	a.data = io.NewSectionReader(bytes.NewReader(m.data), 0, int64(n))
	return a, nil
}

// readAttributes returns the attributes in an object's header and those in dense
// storage.
func (f *File) readAttributes(h header) ([]*attributeMessage, error) {
	var found []*attributeMessage
	add := func(data []byte) error {
		a, err := parseAttribute(data)
		if err != nil {
			return fmt.Errorf("attribute: %w", err)
		}
		found = append(found, a)
		return nil
	}
	for _, m := range h {
		var err error
		switch {
		case m.kind == msgAttribute && m.flags&flagShared != 0:
			err = unsupported("a shared attribute")
		case m.kind == msgAttribute:
			err = add(m.data)
		case m.kind == msgAttributeInfo:
			c := cursor{b: m.data}
			version, flags := c.u8(), c.u8()
			if flags&1 != 0 {
				c.skip(2) // greatest creation order
			}
			heap, tree := c.u64(), c.u64()
			switch {
			case c.err() != nil:
				err = fmt.Errorf("attribute info: %w", c.err())
			case version != 0:
				err = unsupported("attribute info: version %d", version)
			case heap != undefined:
				err = f.readDense(heap, tree, denseAttribute, add)
			}
		}
		if err != nil {
			return nil, err
		}
	}
	return found, nil
}

// attributeMessage is the parts of an attribute, as yet unread.
type attributeMessage struct {
	flags                           byte
	name, datatype, dataspace, data []byte
}

const (
	attributeSharedType  = 1
	attributeSharedSpace = 2
)

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
