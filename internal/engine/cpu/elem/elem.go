// Package elem computes groups: element-wise primitives over equally many
// elements, and the reductions that end them, in one pass over memory.
//
// A group is compiled into instructions, each one loop over slices from package
// vec. They work on a tile at a time: a few thousand elements, so that what goes
// from one instruction to the next stays in the first-level cache. Operands that
// lie in memory are used where they are; numbers, known or not, go into loops
// that take one; repeated operands (prim.Broadcast) are spread out over a tile.
//
// Truth values are float32 masks within a group, 1 and 0, and bytes in memory.
//
// How a group is cut depends on its size only, never on the number of workers,
// and each reduction has a fixed order: the results are the same bits however
// the work is shared out.
package elem

import (
	"slices"

	"github.com/gokeras/keras/internal/plan"
	"github.com/gokeras/keras/tensor"
)

// Tile is the number of elements that a group works on at once, as far as the
// cut of its reductions lets it.
const Tile = 1024

// A Memory is where the elements of buffers lie.
type Memory interface {
	Floats(b int) []float32
	Array(b int) *tensor.Tensor
}

// Code is a compiled group. It is cut into parts that can be computed in any
// order and by any worker; then come the combinations, one after the other.
type Code struct {
	tiling plan.Tiling
	tile   int // elements
	tiles  int // in a segment
	parts  int // of a segment
	block  int // elements of a part, if the group has a source

	fills   []instr // what every part begins with
	instrs  []instr
	regs    int
	partial []*instr // reductions that are combined from parts
	shared  int
}

// Parts returns the number of parts.
func (c *Code) Parts() int { return c.tiling.N / c.tiling.Segment * c.parts }

// Work returns about how many additions of elements take as long.
func (c *Code) Work() int {
	work := 0
	for i := range c.instrs {
		work++
		if c.instrs[i].unary != nil {
			work += 7 // most are functions of mathematics
		}
	}
	return work * c.tiling.N
}

// Scratch returns the number of floats that each worker needs for itself.
func (c *Code) Scratch() int { return c.regs * c.tile }

// Shared returns the number of floats that parts leave for Combine.
func (c *Code) Shared() int { return c.shared }

// Run computes parts lo up to hi.
func (c *Code) Run(m Memory, scratch, shared []float32, lo, hi int) {
	e := c.start(m, scratch, shared)
	for p := lo; p < hi; p++ {
		e.part = p
		e.segment = p / c.parts
		start, end := e.segment*c.tiling.Segment, (e.segment+1)*c.tiling.Segment
		k := p % c.parts
		first, last := k*c.tiles/c.parts, (k+1)*c.tiles/c.parts
		e.tiles(c, start+first*c.tile, min(start+last*c.tile, end))
	}
}

// start returns a worker's state, with the registers filled that every part
// begins with.
func (c *Code) start(m Memory, scratch, shared []float32) exec {
	e := exec{m: m, scratch: scratch, shared: shared, tile: c.tile, n: c.tile}
	for i := range c.fills {
		e.do(&c.fills[i])
	}
	return e
}

// tiles computes the elements from at up to end, a tile at a time.
func (e *exec) tiles(c *Code, at, end int) {
	for e.first = true; at < end; at += c.tile {
		e.at, e.n = at, min(c.tile, end-at)
		for i := range c.instrs {
			e.do(&c.instrs[i])
		}
		e.first = false
	}
}

// A Worker computes parts of a group that reads a source.
type Worker struct {
	c *Code
	e exec
}

// Worker returns a worker for parts of a group whose source is computed as it
// goes.
func (c *Code) Worker(m Memory, scratch, shared []float32) Worker {
	return Worker{c, c.start(m, scratch, shared)}
}

// Part computes part p, for which source has the elements of the group's source.
func (w *Worker) Part(p int, source []float32) {
	c := w.c
	w.e.part, w.e.source, w.e.base = p, source, p*c.block
	w.e.tiles(c, p*c.block, min((p+1)*c.block, c.tiling.N))
}

// Piece computes the elements from at on for which source has those of the group's
// source. The group must be of Pointwise nodes; at may lie where no part begins, and
// beyond the group's last element, if operands are found there.
func (w *Worker) Piece(at int, source []float32) {
	w.e.source, w.e.base = source, at
	w.e.tiles(w.c, at, at+len(source))
}

// cut chooses the size of tiles and the number of parts. A part is never so small
// that another worker would not be worth its while.
func (c *Code) cut(t plan.Tiling, block int) {
	c.tiling, c.block = t, block
	c.tile = max(Tile/t.Unit, 1) * t.Unit
	c.tiles = (t.Segment + c.tile - 1) / c.tile
	segments := t.N / t.Segment
	if block > 0 {
		c.parts = (t.N + block - 1) / block
		return
	}
	c.parts = min(c.tiles, max(maxParts/segments, 1))
}

// widen makes tiles larger where nothing is kept in registers, and so nothing has
// to stay in the first-level cache.
func (c *Code) widen() {
	reduces := slices.ContainsFunc(c.instrs, func(in instr) bool { return in.reduce != nil })
	if c.regs == 0 && c.block > 0 && !reduces {
		c.tile = c.block
	}
}

// maxParts bounds the number of parts of a group of few segments, and so the
// memory for partial reductions.
const maxParts = 64
