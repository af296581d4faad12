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

// parseLayout returns the place of a dataset's n bytes, nil when they were
// never written. A new layout is a new [io.ReaderAt] here.
func (f *File) parseLayout(b []byte, n uint64) (io.ReaderAt, error) {
	data, err := f.parseLayoutFields(cursor{b: b}, n)
	if err != nil {
		return nil, fmt.Errorf("layout: %w", err)
	}
	return data, nil
}

func (f *File) parseLayoutFields(c cursor, n uint64) (io.ReaderAt, error) {
	version := c.u8()
	var class byte
	var address uint64
	switch version {
	case 1, 2:
		rank := c.u8()
		class = c.u8()
		c.skip(5)
		if class != layoutCompact {
			address = c.u64()
		}
		c.skip(4 * uint64(rank))
	case 3, 4:
		class = c.u8()
		if class == layoutContiguous {
			address = c.u64()
		}
	default:
		if c.err() == nil {
			return nil, unsupported("version %d", version)
		}
	}
	if err := c.err(); err != nil {
		return nil, err
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
		if size < n {
			return nil, fmt.Errorf("%d bytes, expected %d", size, n)
		}
		return bytes.NewReader(data), nil
	case layoutContiguous:
		if address == undefined || n == 0 {
			return nil, nil
		}
		return f.section(address, n)
	case layoutChunked:
		return nil, unsupported("a chunked dataset")
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
