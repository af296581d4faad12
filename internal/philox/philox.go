// Package philox holds the counter-based random number generator that
// everything random in this module is drawn from: a number depends on a key and
// a place only, so that neither the order nor the number of workers matters.
//
// It is Philox4x32-10 of Salmon, Moraes, Dror and Shaw, "Parallel Random
// Numbers: As Easy as 1, 2, 3" (2011).
package philox

import "math/bits"

// Block returns the four words at counter c under key k.
func Block(k [2]uint32, c [4]uint32) [4]uint32 {
	// Variables, unlike elements of an array, stay in registers.
	k0, k1 := k[0], k[1]
	c0, c1, c2, c3 := c[0], c[1], c[2], c[3]
	for range 10 {
		h0, l0 := bits.Mul32(0xD2511F53, c0)
		h1, l1 := bits.Mul32(0xCD9E8D57, c2)
		c0, c1, c2, c3 = h1^c1^k0, l1, h0^c3^k1, l0
		k0 += 0x9E3779B9
		k1 += 0xBB67AE85
	}
	return [4]uint32{c0, c1, c2, c3}
}

// Keys returns the keys of the ten rounds that a seed stands for, two for each.
func Keys(seed uint64) (keys [20]uint32) {
	k0, k1 := uint32(seed), uint32(seed>>32)
	for i := 0; i < len(keys); i += 2 {
		keys[i], keys[i+1] = k0, k1
		k0 += 0x9E3779B9
		k1 += 0xBB67AE85
	}
	return keys
}

// A Stream is the sequence of words that belongs to a seed and a draw.
type Stream struct{ Seed, Draw uint64 }

// At returns words 4i to 4i+3 of the stream.
func (s Stream) At(i uint64) [4]uint32 {
	return Block([2]uint32{uint32(s.Seed), uint32(s.Seed >> 32)},
		[4]uint32{uint32(i), uint32(i >> 32), uint32(s.Draw), uint32(s.Draw >> 32)})
}

// Unit maps a word to a number in [0, 1), a multiple of 2⁻²⁴.
func Unit(w uint32) float32 { return float32(w>>8) * (1.0 / (1 << 24)) }
