package prim

import (
	"fmt"
	"sync"

	"github.com/gokeras/keras/internal/graph"
	"github.com/gokeras/keras/tensor"
)

// A Body is a computation that a primitive runs again and again, such as the step
// of a loop: the values of Out from those of the leaves In. It uses nothing else.
type Body struct {
	In, Out []*value

	mu   sync.Mutex
	idle []*machine
}

// A Closure makes a Body of values that use some from outside.
type Closure struct {
	// Inside tells whether what n computes belongs into the body.
	Inside func(n *node) bool

	// Outer returns the leaf that stands for a value from outside.
	Outer func(v *value) *value

	own map[*value]*value
}

// Bind makes leaf stand for v.
func (c *Closure) Bind(v, leaf *value) {
	if c.own == nil {
		c.own = map[*value]*value{}
	}
	c.own[v] = leaf
}

// Value returns v as the body computes it.
func (c *Closure) Value(v *value) *value {
	if w, ok := c.own[v]; ok {
		return w
	}
	if v.Node == nil || !c.Inside(v.Node) {
		c.Bind(v, c.Outer(v))
		return c.own[v]
	}
	in := make([]*value, len(v.Node.In))
	for i, x := range v.Node.In {
		in[i] = c.Value(x)
	}
	for i, w := range graph.ApplyAll(v.Node.Op, in...) {
		c.Bind(v.Node.Out[i], w)
	}
	return c.own[v]
}

// Values is Value of each of vs.
func (c *Closure) Values(vs []*value) []*value {
	ws := make([]*value, len(vs))
	for i, v := range vs {
		ws[i] = c.Value(v)
	}
	return ws
}

// Cheap tells whether it costs less to compute n where its result is used than to
// keep the result.
func Cheap(n *node) bool {
	switch n.Op.(type) {
	case Const, Literal, Broadcast:
		return true
	}
	return false
}

// Close returns outs as a body whose first inputs are the leaves, and the values
// from outside that are its further ones. What doesn't depend on the leaves is
// computed outside, and so once only.
func Close(leaves, outs []*value) (*Body, []*value) {
	depends := map[*value]bool{}
	for _, v := range leaves {
		depends[v] = true
	}
	inside := map[*node]bool{}
	for _, n := range graph.Order(outs...) {
		for _, v := range n.In {
			inside[n] = inside[n] || depends[v]
		}
		if inside[n] {
			for _, v := range n.Out {
				depends[v] = true
			}
		}
	}
	b := &Body{In: append([]*value(nil), leaves...)}
	var outer []*value
	c := Closure{
		Inside: func(n *node) bool { return inside[n] || Cheap(n) },
		Outer: func(v *value) *value {
			leaf := graph.Leaf(v.Name, v.Type)
			outer = append(outer, v)
			b.In = append(b.In, leaf)
			return leaf
		},
	}
	for _, v := range leaves {
		c.Bind(v, v)
	}
	b.Out = c.Values(outs)
	return b, outer
}

// check returns an error unless the body can be given values of the types.
func (b *Body) check(in []typ) error {
	if err := arity(in, len(b.In)); err != nil {
		return err
	}
	for i, t := range in {
		if !t.Equal(b.In[i].Type) {
			return fmt.Errorf("operand %d: received %v, expected %v", i, t, b.In[i].Type)
		}
	}
	return nil
}

// A machine runs a body in memory of its own, with the Ref of each primitive.
type machine struct {
	in, out []*arr
	calls   []call
}

type call struct {
	op      graph.Op
	out, in []*arr
}

// take returns a machine that nobody uses. Once there is one, nothing is allocated.
func (b *Body) take() *machine {
	b.mu.Lock()
	defer b.mu.Unlock()
	if n := len(b.idle); n > 0 {
		m := b.idle[n-1]
		b.idle = b.idle[:n-1]
		return m
	}
	m := &machine{}
	arrays := map[*value]*arr{}
	list := func(vs []*value, make bool) []*arr {
		var as []*arr
		for _, v := range vs {
			if make {
				arrays[v] = tensor.New(v.DType, v.Shape...)
			}
			as = append(as, arrays[v])
		}
		return as
	}
	m.in = list(b.In, true)
	for _, n := range graph.Order(b.Out...) {
		m.calls = append(m.calls, call{n.Op, list(n.Out, true), list(n.In, false)})
	}
	m.out = list(b.Out, false)
	return m
}

// give returns a machine.
func (b *Body) give(m *machine) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.idle = append(b.idle, m)
}

// run computes the machine's outputs from its inputs.
func (m *machine) run() {
	for _, c := range m.calls {
		c.op.Ref(c.out, c.in)
	}
}
