package hdf5

import (
	"encoding/binary"
	"errors"
)

// undefined is the address of what has no place in the file.
const undefined = ^uint64(0)

var errShort = errors.New("truncated")

// A cursor reads fields from the front of a block. After the end every field
// is zero and err says so: parsers check once, when they have read all.
type cursor struct {
	b     []byte
	short bool
}

func (c *cursor) take(n uint64) []byte {
	if n > uint64(len(c.b)) {
		c.b, c.short = nil, true
		return nil
	}
	p := c.b[:n:n]
	c.b = c.b[n:]
	return p
}

func (c *cursor) skip(n uint64) { c.take(n) }

// padded takes n bytes and drops what fills them up to a multiple of 8.
func (c *cursor) padded(n uint64) []byte {
	p := c.take(n)
	c.skip(-n & 7)
	return p
}

func (c *cursor) u8() byte {
	if p := c.take(1); p != nil {
		return p[0]
	}
	return 0
}

func (c *cursor) u16() uint16 {
	if p := c.take(2); p != nil {
		return binary.LittleEndian.Uint16(p)
	}
	return 0
}

func (c *cursor) u32() uint32 {
	if p := c.take(4); p != nil {
		return binary.LittleEndian.Uint32(p)
	}
	return 0
}

// u64 also reads addresses and lengths: files with other sizes of these are
// refused with the superblock.
func (c *cursor) u64() uint64 {
	if p := c.take(8); p != nil {
		return binary.LittleEndian.Uint64(p)
	}
	return 0
}

// uint reads a number of n bytes, at most 8.
func (c *cursor) uint(n uint64) uint64 {
	var p [8]byte
	copy(p[:], c.take(min(n, 8)))
	return binary.LittleEndian.Uint64(p[:])
}

func (c *cursor) err() error {
	if c.short {
		return errShort
	}
	return nil
}

// appendPadding fills b up to a multiple of 8 bytes.
func appendPadding(b []byte) []byte {
	return append(b, make([]byte, -len(b)&7)...)
}
