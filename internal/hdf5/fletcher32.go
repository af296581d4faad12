package hdf5

import (
	"encoding/binary"
	"fmt"
	"math/bits"
)

// fletcher32 is Fletcher's checksum of big-endian words; an odd byte at the end is
// the upper half of one.
func fletcher32(p []byte) uint32 {
	var a, b uint32
	for len(p) > 1 {
		// So many words don't overflow the sums.
		n := min(len(p)/2, 360)
		for i := 0; i < 2*n; i += 2 {
			a += uint32(p[i])<<8 | uint32(p[i+1])
			b += a
		}
		a, b = a&0xffff+a>>16, b&0xffff+b>>16
		p = p[2*n:]
	}
	if len(p) > 0 {
		a += uint32(p[0]) << 8
		b += a
		a, b = a&0xffff+a>>16, b&0xffff+b>>16
	}
	a, b = a&0xffff+a>>16, b&0xffff+b>>16
	return b<<16 | a
}

// checkFletcher32 drops the checksum that a chunk ends with.
func checkFletcher32(p []byte) ([]byte, error) {
	if len(p) < 4 {
		return nil, errShort
	}
	p, want := p[:len(p)-4], binary.LittleEndian.Uint32(p[len(p)-4:])
	got := fletcher32(p)
	// Before version 1.6.3 the library wrote the bytes of each half the other way round.
	if old := bits.ReverseBytes32(got)>>16 | bits.ReverseBytes32(got)<<16; got != want && old != want {
		return nil, fmt.Errorf("fletcher32: checksum %#08x, expected %#08x", got, want)
	}
	return p, nil
}
