package hdf5

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
)

// Classes of layouts.
const (
	layoutCompact    = 0
	layoutContiguous = 1
	layoutChunked    = 2
	layoutVirtual    = 3
)

// layout is where a dataset's elements are, and what is needed to know of them to
// read it.
type layout struct {
	f       *File
	typ     Type
	space   dataspace
	n       uint64 // bytes of the elements
	fill    fillValue
	filters filters
}

// parse returns the place of the elements, nil when they were never written. A new
// layout is a new [io.ReaderAt] here.
func (l *layout) parse(b []byte) (io.ReaderAt, error) {
	data, err := l.parseFields(cursor{b: b})
	if err != nil {
		return nil, fmt.Errorf("layout: %w", err)
	}
	return data, nil
}

func (l *layout) parseFields(c cursor) (io.ReaderAt, error) {
	version := c.u8()
	if (version < 1 || version > 5) && c.err() == nil {
		return nil, unsupported("version %d", version)
	}
	var old []byte // the sizes, which version 1 and 2 have ahead
	var class byte
	var address uint64
	if version < 3 {
		rank := c.u8()
		class = c.u8()
		c.skip(5)
		if class != layoutCompact {
			address = c.u64()
		}
		old = c.take(4 * uint64(rank))
	} else {
		class = c.u8()
	}
	switch class {
	case layoutCompact:
		size := uint64(c.u16())
		if version < 3 {
			size |= uint64(c.u16()) << 16
		}
		data := c.take(size)
		if err := c.err(); err != nil {
			return nil, err
		}
		if size < l.n {
			return nil, fmt.Errorf("%d bytes, expected %d", size, l.n)
		}
		return bytes.NewReader(data), nil
	case layoutContiguous:
		if version >= 3 {
			address = c.u64()
		}
		if err := c.err(); err != nil {
			return nil, err
		}
		if address == undefined || l.n == 0 {
			return nil, nil
		}
		return l.f.section(address, l.n)
	case layoutChunked:
		if version > 3 {
			return l.parseChunks(&c)
		}
		if version == 3 {
			rank := c.u8()
			address = c.u64()
			old = c.take(4 * uint64(rank))
		}
		if err := c.err(); err != nil {
			return nil, err
		}
		return l.oldChunks(address, old)
	case layoutVirtual:
		return nil, unsupported("a virtual dataset")
	}
	return nil, fmt.Errorf("class %d", class)
}

// appendLayout writes the place of contiguous data.
func appendLayout(b []byte, address, n uint64) []byte {
	b = append(b, 3, layoutContiguous)
	b = binary.LittleEndian.AppendUint64(b, address)
	return binary.LittleEndian.AppendUint64(b, n)
}
