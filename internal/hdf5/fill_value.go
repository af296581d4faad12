package hdf5

import (
	"fmt"
	"io"
)

// fillValue returns the value of a dataset's elements that were never written, nil
// for zero.
func (o *object) fillValue(size int) (fillValue, error) {
	b, err := o.find(msgFillValue)
	if err != nil {
		return nil, err
	}
	value, err := parseFillValue(b)
	if b == nil {
		// Very old files have the value alone.
		if b, err = o.find(msgOldFillValue); b != nil && err == nil {
			c := cursor{b: b}
			value, err = c.take(uint64(c.u32())), c.err()
		}
	}
	if err == nil && len(value) != 0 && len(value) != size {
		err = fmt.Errorf("%d bytes, expected %d", len(value), size)
	}
	if err != nil {
		return nil, fmt.Errorf("fill value: %w", err)
	}
	return value, nil
}

func parseFillValue(b []byte) ([]byte, error) {
	if b == nil {
		return nil, nil
	}
	c := cursor{b: b}
	var defined bool
	switch version := c.u8(); version {
	case 1, 2:
		c.skip(2)
		defined = c.u8() != 0 || version == 1
	case 3:
		defined = c.u8()&(1<<5) != 0
	default:
		return nil, unsupported("version %d", version)
	}
	if !defined {
		return nil, c.err()
	}
	value := c.take(uint64(c.u32()))
	return value, c.err()
}

// fillValue repeats itself without end; nil is zeros.
type fillValue []byte

func (v fillValue) ReadAt(p []byte, off int64) (int, error) {
	if len(v) == 0 {
		clear(p)
		return len(p), nil
	}
	v = append(v[off%int64(len(v)):len(v):len(v)], v[:off%int64(len(v))]...)
	for n := 0; n < len(p); {
		n += copy(p[n:], v)
	}
	return len(p), nil
}

var _ io.ReaderAt = fillValue(nil)
