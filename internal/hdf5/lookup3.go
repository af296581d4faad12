package hdf5

import (
	"encoding/binary"
	"fmt"
	"math/bits"
)

// lookup3 is Bob Jenkins's hash function of that name ("hashlittle" of 2006),
// which guards the newer structures.
func lookup3(p []byte) uint32 {
	a := 0xdeadbeef + uint32(len(p))
	b, c := a, a
	if len(p) == 0 {
		return c
	}
	add := func(p []byte) {
		a += binary.LittleEndian.Uint32(p)
		b += binary.LittleEndian.Uint32(p[4:])
		c += binary.LittleEndian.Uint32(p[8:])
	}
	for ; len(p) > 12; p = p[12:] {
		add(p)
		a = a - c ^ bits.RotateLeft32(c, 4)
		c += b
		b = b - a ^ bits.RotateLeft32(a, 6)
		a += c
		c = c - b ^ bits.RotateLeft32(b, 8)
		b += a
		a = a - c ^ bits.RotateLeft32(c, 16)
		c += b
		b = b - a ^ bits.RotateLeft32(a, 19)
		a += c
		c = c - b ^ bits.RotateLeft32(b, 4)
		b += a
	}
	var tail [12]byte
	copy(tail[:], p)
	add(tail[:])
	c = c ^ b - bits.RotateLeft32(b, 14)
	a = a ^ c - bits.RotateLeft32(c, 11)
	b = b ^ a - bits.RotateLeft32(a, 25)
	c = c ^ b - bits.RotateLeft32(b, 16)
	a = a ^ c - bits.RotateLeft32(c, 4)
	b = b ^ a - bits.RotateLeft32(a, 14)
	return c ^ b - bits.RotateLeft32(b, 24)
}

// verify drops the checksum that a block ends with.
func (f *File) verify(p []byte) ([]byte, error) {
	if len(p) < 4 {
		return nil, errShort
	}
	p, sum := p[:len(p)-4], binary.LittleEndian.Uint32(p[len(p)-4:])
	if got := lookup3(p); got != sum && !f.trusting {
		return nil, fmt.Errorf("checksum %#08x, expected %#08x", got, sum)
	}
	return p, nil
}
