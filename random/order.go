package random

import "math/bits"

// IntN returns a whole number in [0, n), each as probable as any other. It
// panics if n is not positive.
func (g *Generator) IntN(n int) int {
	if n <= 0 {
		panic("random: IntN: expected a positive number")
	}
	// Lemire, "Fast Random Integer Generation in an Interval" (2019): the upper
	// half of n·x, without the few x that would make some results more probable.
	m := uint64(n)
	hi, lo := bits.Mul64(g.Uint64(), m)
	if lo < m {
		for skip := -m % m; lo < skip; {
			hi, lo = bits.Mul64(g.Uint64(), m)
		}
	}
	return int(hi)
}

// Perm returns the numbers 0 to n-1 in random order.
func (g *Generator) Perm(n int) []int {
	p := make([]int, n)
	for i := range p {
		p[i] = i
	}
	shuffle(g, p)
	return p
}

// Shuffle brings idx into random order: every order is as probable as any other.
func (g *Generator) Shuffle(idx []int32) { shuffle(g, idx) }

// shuffle is the algorithm of Fisher and Yates.
func shuffle[T any](g *Generator, s []T) {
	for i := len(s) - 1; i > 0; i-- {
		j := g.IntN(i + 1)
		s[i], s[j] = s[j], s[i]
	}
}
