// Package random draws numbers from a seed: what weights start with, and the
// order in which samples come.
//
// The numbers are those of Philox4x32-10, a counter-based generator, and depend
// on the seed and the calls made only: they are the same on every machine. All
// arithmetic is written so that no compiler may fuse a product and a sum.
package random

import (
	"hash/fnv"

	"github.com/gokeras/keras/internal/philox"
)

// Draws of the streams of a seed. Programs use the draws from 0 up for keys of
// their own, such as that of a dropout.
const (
	numbers  = 1 << 63 // what a generator draws
	children = numbers + 1
	names    = numbers + 2
)

// A Generator draws numbers. It is not for use by several goroutines at once:
// give each one a child.
type Generator struct {
	stream philox.Stream
	next   uint64    // number of the block that comes next
	block  [4]uint32 // the current block
	used   int       // how many of its words are used up
}

// New returns a generator. The same seed gives the same numbers.
func New(seed int64) *Generator {
	return &Generator{stream: philox.Stream{Seed: uint64(seed), Draw: numbers}, used: 4}
}

// Seed returns the seed that g was made with.
func (g *Generator) Seed() int64 { return int64(g.stream.Seed) }

// Split draws the seed of a new generator.
func (g *Generator) Split() *Generator { return New(int64(g.Uint64())) }

// Child returns the generator that belongs to g's seed and a name. It doesn't
// depend on what g has drawn.
func (g *Generator) Child(name string) *Generator {
	h := fnv.New64a()
	h.Write([]byte(name))
	return g.child(names, h.Sum64())
}

// ChildAt returns the generator that belongs to g's seed and an index, such as
// the number of an epoch. It doesn't depend on what g has drawn.
func (g *Generator) ChildAt(i int) *Generator { return g.child(children, uint64(i)) }

func (g *Generator) child(draw, i uint64) *Generator {
	w := philox.Stream{Seed: g.stream.Seed, Draw: draw}.At(i)
	return New(int64(join(w[0], w[1])))
}

func join(lo, hi uint32) uint64 { return uint64(hi)<<32 | uint64(lo) }

// advance returns the next block and leaves no word of the current one.
func (g *Generator) advance() [4]uint32 {
	b := g.stream.At(g.next)
	g.next++
	g.used = 4
	return b
}

// word returns the next word of the current block.
func (g *Generator) word() uint32 {
	if g.used == 4 {
		g.block = g.advance()
		g.used = 0
	}
	g.used++
	return g.block[g.used-1]
}

// Uint64 returns a number of 64 random bits. With it a generator is a Source of
// math/rand/v2.
func (g *Generator) Uint64() uint64 {
	lo := g.word()
	return join(lo, g.word())
}

// Float32 returns a number in [0, 1), a multiple of 2⁻²⁴.
func (g *Generator) Float32() float32 { return philox.Unit(g.word()) }
