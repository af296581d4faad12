package cpu

import (
	"slices"

	"github.com/gokeras/keras/internal/engine/cpu/gemm"
	"github.com/gokeras/keras/internal/graph"
	"github.com/gokeras/keras/internal/plan"
	"github.com/gokeras/keras/internal/prim"
	"github.com/gokeras/keras/tensor"
)

// Panels that several products read are made once: those of a constant of a loop
// before its first step, those of the right operand of several products for the
// first of them.

// A packed is the panels of a matrix of k×n elements, or of its transpose.
type packed struct {
	panelKey
	x          int // the matrix's buffer
	k, n       int
	row, col   int // how far apart elements are along each axis
	at, floats int
	in         func(m *Memory) []float32
}

// A panelKey tells panels apart.
type panelKey struct {
	v     *graph.Value
	trans bool
}

func newPacked(key panelKey, x int) packed {
	k, n := key.v.Shape[0], key.v.Shape[1]
	p := packed{panelKey: key, x: x, k: k, n: n, row: n, col: 1}
	if key.trans {
		p.k, p.n, p.row, p.col = n, k, 1, n
	}
	p.floats = gemm.PackedLen(p.k, p.n)
	return p
}

// loop returns the loop that makes the panels.
func (p packed) loop() Loop {
	return Loop{
		Parts: gemm.Panels(p.n), Work: 2 * p.k * p.n,
		Run: func(m *Memory, lo, hi int) {
			gemm.Pack(p.in(m), m.Floats(p.x), p.row, p.col, p.k, p.n, lo, hi)
		},
	}
}

// countProducts counts the products that each matrix is the right operand of.
func (c *compiler) countProducts() {
	c.products = map[panelKey]int{}
	c.panels = map[panelKey]*plan.Buffer{}
	for _, s := range c.plan.Steps {
		nodes := s.Nodes
		if s.Group != nil {
			nodes = nil
		}
		if s.Source != nil {
			nodes = []*graph.Node{s.Source}
		}
		for _, n := range nodes {
			if op, ok := n.Op.(prim.MatMul); ok {
				c.products[panelKey{n.In[1], op.TransY}]++
			}
		}
	}
}

// held returns the buffer of the panels of v, or of its transpose, if they are made
// for several products.
func (c *compiler) held(v *graph.Value, trans bool) (buffer int, ok bool) {
	if v.DType != tensor.Float32 || len(v.Shape) != 2 {
		return 0, false
	}
	key := panelKey{v, trans}
	if c.block != nil {
		if i := c.block.operand(v); i >= 0 {
			return c.heldConstant(c.block.scan, i, key), true
		}
	}
	if c.products[key] < 2 {
		return 0, false
	}
	b := c.panels[key]
	if b == nil {
		x := c.plan.Buffer(v)
		p := newPacked(key, c.memory.number(x))
		b = &plan.Buffer{Kind: plan.Arena, Offset: c.plan.Arena, Type: graph.Of(tensor.Float32, p.floats)}
		c.plan.Arena += b.Bytes() // whole lines, as panels are
		c.panels[key] = b
		z := c.memory.number(b)
		p.in = func(m *Memory) []float32 { return m.Floats(z) }
		c.add(&plan.Step{Reads: []*plan.Buffer{x}, Writes: []*plan.Buffer{b}}, []Loop{p.loop()})
	}
	c.current.Reads = append(c.current.Reads, b)
	return c.memory.number(b), true
}

// heldConstant returns the buffer of the panels of operand i of a loop.
func (c *compiler) heldConstant(s *scan, i int, key panelKey) int {
	at := slices.IndexFunc(s.packs, func(p packed) bool { return p.x == s.use.X[i] && p.trans == key.trans })
	if at < 0 {
		at = len(s.packs)
		p := newPacked(key, s.use.X[i])
		first := s.shared
		p.in = func(m *Memory) []float32 { return m.Shared()[first:][:p.floats] }
		p.at = first
		s.packs = append(s.packs, p)
		s.shared += p.floats
	}
	p := s.packs[at]
	b := c.memory.number(&plan.Buffer{Kind: plan.Input, Index: -1, Type: graph.Of(tensor.Float32, p.floats)})
	c.block.held = append(c.block.held, holding{b, p.at, p.floats})
	return b
}
