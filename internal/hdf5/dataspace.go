package hdf5

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"math/bits"
)

const maxRank = 32

// dataspace is the shape of an array.
type dataspace struct {
	shape []int    // empty for a scalar
	most  []uint64 // what the sizes may grow to, if they may
	null  bool     // no element, and no shape either
}

func parseDataspace(b []byte) (dataspace, error) {
	s, err := parseDataspaceFields(cursor{b: b})
	if err != nil {
		return s, fmt.Errorf("dataspace: %w", err)
	}
	return s, nil
}

func parseDataspaceFields(c cursor) (dataspace, error) {
	var s dataspace
	version, rank := c.u8(), c.u8()
	grows := c.u8()&1 != 0
	switch kind := c.u8(); version {
	case 1:
		c.skip(4)
	case 2:
		s.null = kind == 2
	default:
		if c.err() == nil {
			return s, unsupported("version %d", version)
		}
	}
	s.shape = make([]int, rank)
	for i := range s.shape {
		n := c.u64()
		if n > math.MaxInt {
			return s, fmt.Errorf("axis %d has too many elements: %d", i, n)
		}
		s.shape[i] = int(n)
	}
	if grows {
		s.most = make([]uint64, rank)
		for i := range s.most {
			s.most[i] = c.u64()
		}
	}
	return s, c.err()
}

// len returns the number of elements.
func (s dataspace) len() (int, error) {
	if len(s.shape) > maxRank {
		return 0, fmt.Errorf("rank %d, expected at most %d", len(s.shape), maxRank)
	}
	n, overflow := uint64(1), false
	for _, d := range s.shape {
		if d == 0 {
			return 0, nil
		}
		if d < 0 {
			return 0, fmt.Errorf("shape %v, expected no negative size", s.shape)
		}
		hi, lo := bits.Mul64(n, uint64(d))
		overflow = overflow || hi != 0 || lo > math.MaxInt
		n = lo
	}
	if overflow {
		return 0, fmt.Errorf("shape %v has too many elements", s.shape)
	}
	if s.null {
		return 0, nil
	}
	return int(n), nil
}

// bytes returns the number of bytes that elements of a size take.
func (s dataspace) bytes(size int) (int, error) {
	n, err := s.len()
	if err != nil {
		return 0, err
	}
	if hi, lo := bits.Mul64(uint64(n), uint64(size)); hi != 0 || lo > math.MaxInt {
		return 0, errors.New("too many bytes")
	}
	return n * size, nil
}

func (s dataspace) append(b []byte) []byte {
	b = append(b, 1, byte(len(s.shape)), 0, 0, 0, 0, 0, 0)
	for _, n := range s.shape {
		b = binary.LittleEndian.AppendUint64(b, uint64(n))
	}
	return b
}
