package hdf5

import "fmt"

// sharedCommitted is a reference to another object's header.
const sharedCommitted = 2

// find returns the first message of a kind, nil if there is none.
func (o *object) find(kind uint16) ([]byte, error) {
	return o.f.find(o.header, kind)
}

func (f *File) find(h header, kind uint16) ([]byte, error) {
	for _, m := range h {
		if m.kind == kind {
			if m.flags&flagShared != 0 {
				return f.shared(kind, m.data)
			}
			return m.data, nil
		}
	}
	return nil, nil
}

// shared returns the message that another one refers to: the datatype that is
// committed to the file as an object.
func (f *File) shared(kind uint16, b []byte) ([]byte, error) {
	c := cursor{b: b}
	version, where := c.u8(), c.u8()
	if version == 1 {
		where = sharedCommitted
		c.skip(6)
	}
	address := c.u64()
	if err := c.err(); err != nil {
		return nil, fmt.Errorf("shared message: %w", err)
	}
	if version < 1 || version > 3 {
		return nil, unsupported("shared message: version %d", version)
	}
	if where != sharedCommitted {
		return nil, unsupported("header message %#x in a table of shared messages", kind)
	}
	h, err := f.readHeader(address)
	if err != nil {
		return nil, err
	}
	for _, m := range h {
		if m.kind == kind && m.flags&flagShared == 0 {
			return m.data, nil
		}
	}
	return nil, fmt.Errorf("object header at %#x: no message %#x", address, kind)
}
