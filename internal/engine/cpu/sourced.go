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
	// piece is about how many elements of the product are computed at once: they
	// stay in the first-level cache beside what the group reads.
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
// kernel of nearly equal height, as panel makes them, and at least four blocks.
func blockOf(m, cols int) int {
	const tallest = 14 // rows of a tile, on the widest machine
	tiles := max((m+tallest-1)/tallest, 4)
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
	block := blockOf(x.m, x.n)
	code := elem.Compile(s, c.plan, c.memory.number, block*x.n)

	var loops []Loop
	at := 0 // where the group's part of the shared floats begins
	if x.kept == nil && x.k > 1 {
		at = x.packed
		loops = append(loops, x.pack())
	}
	r := &rows{product: x, block: block, code: code, at: at, written: c.follows(s, x)}
	loops = append(loops, Loop{
		Parts: code.Parts(), Work: x.work() + code.Work(),
		Scratch: block*x.n + gemm.ScratchLen() + code.Scratch(), Shared: at + code.Shared(),
		Run: r.run,
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

// A rows is the loop of a group with a source.
type rows struct {
	*product
	block   int // rows of a part
	code    *elem.Code
	at      int // where the group's part of the shared floats begins
	written []*shadow
}

func (r *rows) run(m *Memory, lo, hi int) {
	z, rest := m.Scratch[:r.block*r.n], m.Scratch[r.block*r.n:]
	tile, rest := rest[:gemm.ScratchLen()], rest[gemm.ScratchLen():]
	w := r.code.Worker(m, rest, m.Shared()[r.at:])
	for ; lo < hi; lo++ {
		first := lo * r.block
		n := min(r.block, r.m-first)
		x := m.Floats(r.x)[first*r.xRow:]
		switch {
		case r.k == 1:
			r.outer(z, x, m.Floats(r.y), n)
		default:
			gemm.Mul(z, r.n, x, r.xRow, r.xK, r.packedY(m), n, r.n, r.k, 0, r.panels, 0, n, tile)
		}
		w.Part(lo, z[:n*r.n])
		for _, v := range r.written {
			v.rows(first, first+n)
		}
	}
}

// outer computes rows of the product of a column and a row.
func (x *product) outer(z, column, row []float32, rows int) {
	for i := range rows {
		mulScalar(z[i*x.n:][:x.n], row, column[i*x.xRow])
	}
}
