package cpu

import (
	"slices"

	"github.com/gokeras/keras/internal/engine/cpu/elem"
	"github.com/gokeras/keras/internal/engine/cpu/gemm"
	"github.com/gokeras/keras/internal/graph"
	"github.com/gokeras/keras/internal/plan"
	"github.com/gokeras/keras/internal/prim"
	"github.com/gokeras/keras/tensor"
)

// Weights that a program reads in products only, and changes element by element with
// the gradient and others of their shape, such as the averages of an optimizer, reside in
// panels: the program neither reads nor writes their stores, which are brought up
// to date when somebody asks for them. What changes them goes through panels, as the
// products do, and workers share out both alike: each finds in its cache what it
// wrote itself.

// residents finds the groups whose variables can reside in panels.
func (c *compiler) residents() {
	c.resident, c.panelled = map[int]bool{}, map[*plan.Step]bool{}
	uses := map[int][]*plan.Step{}
	for _, s := range c.plan.Steps {
		for _, b := range slices.Concat(s.Reads, s.Writes) {
			if b.Kind == plan.Variable && !slices.Contains(uses[b.Index], s) {
				uses[b.Index] = append(uses[b.Index], s)
			}
		}
	}
	for _, s := range c.plan.Steps {
		vars := c.changedBy(s)
		if len(vars) == 0 || slices.ContainsFunc(vars, func(i int) bool {
			return slices.ContainsFunc(uses[i], func(u *plan.Step) bool { return u != s && !c.multiplies(u, i) })
		}) {
			continue
		}
		c.panelled[s] = true
		for _, i := range vars {
			c.resident[i] = true
		}
	}
}

// changedBy returns the variables that s reads and writes, if it is a group that does
// so with the product of two matrices, of their shape, and numbers; else nil.
func (c *compiler) changedBy(s *plan.Step) []int {
	if c.block != nil || s.Source == nil {
		return nil
	}
	out := s.Source.Out[0]
	if _, ok := s.Source.Op.(prim.MatMul); !ok || len(out.Shape) != 2 || !worthPanels(out.Shape[0], out.Shape[1]) {
		return nil
	}
	var vars []int
	add := func(b *plan.Buffer) bool {
		if b.Kind != plan.Variable {
			return false
		}
		v := c.source.Vars[b.Index]
		if v.Cell == nil || !v.Leaf.Type.Equal(out.Type) {
			return false
		}
		if !slices.Contains(vars, b.Index) {
			vars = append(vars, b.Index)
		}
		return true
	}
	for _, n := range s.Nodes {
		if !elem.Pointwise(n) {
			return nil
		}
		for i := range n.In {
			if _, ok := plan.Splat(n.In[i]); ok {
				continue
			}
			root, again := plan.Operand(n, i)
			switch {
			case root == out || root.Node != nil && slices.Contains(s.Nodes, root.Node):
			case root.DType == tensor.Float32 && root.Size() == 1:
			case again != nil || !add(c.plan.Buffer(root)):
				return nil
			}
		}
	}
	for _, b := range s.Writes {
		if !add(b) {
			return nil
		}
	}
	for _, v := range s.Source.In {
		if b := c.plan.Buffer(v); b.Kind == plan.Variable && slices.Contains(vars, b.Index) {
			return nil
		}
	}
	return vars
}

// worthPanels tells whether the panels of a matrix of k×n elements are few or not much
// more than these.
func worthPanels(k, n int) bool {
	packed := gemm.PackedLen(k, n)
	return packed <= 1<<14 || 4*k*n >= 3*packed
}

// multiplies tells whether s uses a variable as the right operand of a product only.
func (c *compiler) multiplies(s *plan.Step, variable int) bool {
	n := s.Source
	if s.Group == nil && len(s.Nodes) == 1 {
		n = s.Nodes[0]
	}
	if n == nil {
		return false
	}
	is := func(v *graph.Value) bool {
		b := c.plan.Buffer(v)
		return b != nil && b.Kind == plan.Variable && b.Index == variable
	}
	leaf := c.source.Vars[variable].Leaf
	if _, ok := n.Op.(prim.MatMul); !ok || is(n.In[0]) || !is(n.In[1]) || !n.In[1].Shape.Equal(leaf.Shape) {
		return false
	}
	if s.Group != nil {
		for _, n := range s.Nodes {
			for i := range n.In {
				if root, _ := plan.Operand(n, i); is(root) {
					return false
				}
			}
		}
	}
	return !slices.ContainsFunc(s.Writes, func(b *plan.Buffer) bool { return b.Kind == plan.Variable && b.Index == variable })
}

// residentOf returns the shadow that v resides in, nil if it doesn't.
func (c *compiler) residentOf(v *graph.Value) *shadow {
	if b := c.plan.Buffer(v); b != nil && b.Kind == plan.Variable && c.resident[b.Index] {
		return c.shadowOf(c.source.Vars[b.Index].Leaf)
	}
	return nil
}

const (
	// rowsOfPanel is the number of rows of a panel that are changed at once: whole tiles of
	// all kernels.
	rowsOfPanel = 84
	// together is the number of panels that are changed by turns, some rows of each, if
	// the batch is too large for the second-level cache: they read the same part of it.
	together = 4
)

// A panelled is the loop of a group that changes variables which reside in panels.
type panelled struct {
	*product
	code   *elem.Code
	pieces int // of a panel
	group  int // panels by turns
}

// throughPanels appends the loops of a group that changes resident variables.
func (c *compiler) throughPanels(s *plan.Step) {
	n := s.Source
	x := newProduct(n.Op.(prim.MatMul), Use{Node: n, X: c.numbers(n.In), Z: make([]int, 1)})
	number := func(b *plan.Buffer) int {
		if b.Kind == plan.Variable && c.resident[b.Index] {
			return c.memory.inPanels(b, c.shadowOf(c.source.Vars[b.Index].Leaf))
		}
		return c.memory.number(b)
	}
	block := rowsOfPanel * gemm.PanelWidth()
	r := &panelled{x, elem.Compile(s, c.plan, number, block), (x.m + rowsOfPanel - 1) / rowsOfPanel, 1}
	l := Loop{
		Parts: x.panels * r.pieces, Work: x.work() + r.code.Work(),
		Scratch: block + gemm.ScratchLen() + r.code.Scratch(), Run: r.run,
	}
	if x.k >= shortest {
		r.group = together
		c.add(s, []Loop{x.pack(), l})
		return
	}
	l.Scratch += gemm.PackedLen(x.k, 1)
	c.add(s, []Loop{l})
}

// place returns the panel and the first row of a part.
func (r *panelled) place(part int) (panel, row int) {
	first := part / (r.group * r.pieces) * r.group
	part -= first * r.pieces
	n := min(r.group, r.panels-first)
	return first + part%n, part / n * rowsOfPanel
}

func (r *panelled) run(m *Memory, lo, hi int) {
	width := gemm.PanelWidth()
	s := m.Scratch
	take := func(n int) []float32 {
		x := s[:n]
		s = s[n:]
		return x
	}
	z, tile := take(rowsOfPanel*width), take(gemm.ScratchLen())
	var own []float32 // panel packed of y
	if r.group == 1 {
		own = take(r.k * width)
	}
	w := r.code.Worker(m, s, nil)
	for packed := -1; lo < hi; lo++ {
		p, row := r.place(lo)
		y := own
		switch {
		case own == nil:
			y = m.Shared()[p*r.k*width:]
		case p != packed:
			r.packPanel(m, y, 0, p)
			packed = p
		}
		rows := min(rowsOfPanel, r.m-row)
		gemm.Mul(z, width, m.Floats(r.x)[row*r.xRow:], r.xRow, r.xK, y, rows, width, r.k, 0, 1, 0, rows, tile)
		w.Piece((p*r.m+row)*width, z[:rows*width])
	}
}
