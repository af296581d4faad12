package cpu

import (
	"github.com/gokeras/keras/internal/engine/cpu/elem"
	"github.com/gokeras/keras/internal/engine/cpu/gemm"
	"github.com/gokeras/keras/internal/graph"
	"github.com/gokeras/keras/internal/plan"
	"github.com/gokeras/keras/internal/prim"
	"github.com/gokeras/keras/tensor"
)

// A matrix product whose result one group alone reads is computed within the
// group: some rows of the product, then the group over those, while they are in
// the cache. So a layer's activation is applied to what its product gave, and an
// optimizer updates weights by a gradient that is never written.

const (
	// fewest is the number of rows below which they are not shared out.
	fewest = 32
	// piece is about how many elements of the product are computed at once.
	piece = 1 << 14
)

// isSource tells whether n is a product that can be computed within a group.
func isSource(n *graph.Node, t plan.Tiling) bool {
	p, ok := n.Op.(prim.MatMul)
	if !ok || n.Out[0].DType != tensor.Float32 {
		return false
	}
	batch, m, _, cols := p.Sizes(n.In[0].Shape, n.In[1].Shape)
	return batch == 1 && m >= fewest && cols > 0 && blockOf(m, cols)*cols%t.Unit == 0
}

// blockOf returns how many of m rows are computed at once: whole tiles of a
// kernel of nearly equal height, as panel makes them.
func blockOf(m, cols int) int {
	const tallest = 14 // rows of a tile, on the widest machine
	tiles := (m + tallest - 1) / tallest
	rows := (m + tiles - 1) / tiles
	return rows * max(1, min(piece/(rows*cols), tiles/4))
}

// sourced appends the loops of a group with a source.
func (c *compiler) sourced(s *plan.Step) {
	n := s.Source
	op := n.Op.(prim.MatMul)
	u := Use{Node: n, X: c.numbers(n.In), Z: []int{-1}, shadow: c.shadowOf}
	x := newProduct(op, u)
	x.keep(op, u)
	rows := blockOf(x.m, x.n)
	code := elem.Compile(s, c.plan, c.memory.number, rows*x.n)
	written := c.follows(s, x)

	var loops []Loop
	at := 0 // where the group's part of the shared floats begins
	if x.kept == nil {
		at = x.packed
		loops = append(loops, x.pack())
	}
	loops = append(loops, Loop{
		Parts: code.Parts(), Work: x.work() + code.Work(),
		Scratch: rows*x.n + gemm.ScratchLen() + code.Scratch(), Shared: at + code.Shared(),
		Run: func(m *Memory, lo, hi int) {
			z := m.Scratch[:rows*x.n]
			tile := m.Scratch[len(z):][:gemm.ScratchLen()]
			w := code.Worker(m, m.Scratch[len(z)+len(tile):], m.Shared()[at:])
			y := x.packedY(m)
			for ; lo < hi; lo++ {
				row := lo * rows
				k := min(rows, x.m-row)
				gemm.Mul(z, x.n, m.Floats(x.x)[row*x.xRow:], x.xRow, x.xK, y, k, x.n, x.k, 0, x.panels, 0, k, tile)
				w.Part(lo, z[:k*x.n])
				for _, v := range written {
					v.rows(row, row+k)
				}
			}
		},
	})
	c.grouped(s, code, at, loops...)
}

// follows returns the shadows of variables that a group writes, row for row of its
// source x. The group keeps them up to date.
func (c *compiler) follows(s *plan.Step, x *product) []*shadow {
	var list []*shadow
	for _, b := range s.Writes {
		if b.Kind != plan.Variable {
			continue
		}
		if v := c.shadows[b.Index]; v != nil && v.k == x.m && v.n == x.n {
			list = append(list, v)
			c.kept[b.Index] = true
		}
	}
	return list
}
