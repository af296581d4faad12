package autodiff

import (
	"slices"

	"github.com/gokeras/keras/internal/graph"
	"github.com/gokeras/keras/internal/prim"
)

// scan returns the gradients of the inputs of a loop: they come from a loop over
// the same steps the other way, whose carries are the gradients of the carries.
//
// What a step back needs of the step forward is not computed again: the loop
// forward gives it as further ys. The gradient of a constant is the sum of what the
// steps contribute. Where that is a product over the rows of two matrices, or a sum,
// the operands of all steps are stacked and it is computed at once, behind the loop;
// otherwise it is a carry too.
func scan(n *graph.Node, op prim.Scan, grads []*graph.Value, wanted []bool) []*graph.Value {
	b := &backward{n: n, op: op, body: op.Body, forward: map[*graph.Node]bool{}}
	for _, m := range graph.Order(b.body.Out...) {
		b.forward[m] = true
	}
	b.Closure = prim.Closure{Inside: b.inside, Outer: b.outer}
	cotangents, by := b.step(grads, wanted)
	for i, c := range cotangents {
		if c != nil && i >= op.Carries {
			b.x(c, grads[i])
		}
	}
	later := make([]result, len(by))
	for i, g := range by {
		switch {
		case i >= op.Carries+op.Xs:
			if g != nil {
				later[i] = b.total(g)
			}
		case i >= op.Carries:
			if g != nil {
				later[i] = b.stack(g)
			}
		case cotangents[i] != nil:
			later[i] = b.carry(cotangents[i], grads[i], g)
		}
	}
	b.run()
	res := make([]*graph.Value, len(by))
	for i, f := range later {
		if f != nil {
			res[i] = f()
		}
	}
	return res
}

// A backward is the loop back in the making.
type backward struct {
	prim.Closure
	n       *graph.Node // the loop forward
	op      prim.Scan
	body    *prim.Body
	forward map[*graph.Node]bool // what its steps compute

	// Leaves of the body back, and what is given for them.
	carries, xs, consts       []*graph.Value
	begin, stacked, constants []*graph.Value

	next, ys []*graph.Value // what a step back makes
	out      []*graph.Value // what the loop back makes
}

// A result is known when the loop back is.
type result func() *graph.Value

// step differentiates a step. It returns, for each output of the body that has a
// gradient, the leaf that stands for it, and for each input its gradient. A carry
// has one if its last value has, or if a later step gives it one.
func (b *backward) step(grads []*graph.Value, wanted []bool) (cotangents, by []*graph.Value) {
	cotangents = make([]*graph.Value, len(b.body.Out))
	leaf := func(i int) { cotangents[i] = graph.Leaf("gradient", b.body.Out[i].Type) }
	for i, g := range grads {
		if g != nil {
			leaf(i)
		}
	}
	for more := true; more; {
		var outs, given, wrt []*graph.Value
		var places []int
		for i, c := range cotangents {
			if c != nil {
				outs, given = append(outs, b.body.Out[i]), append(given, c)
			}
		}
		for i, v := range b.body.In {
			if v.DType.IsFloat() && (i < b.op.Carries || wanted[i]) {
				wrt, places = append(wrt, v), append(places, i)
			}
		}
		by = make([]*graph.Value, len(b.body.In))
		more = false
		for k, g := range VJP(outs, given, wrt) {
			i := places[k]
			by[i] = g
			if i < b.op.Carries && g != nil && cotangents[i] == nil {
				leaf(i)
				more = true
			}
		}
	}
	return cotangents, by
}

// inside tells whether a step back computes what n does: all but what the step
// forward has computed.
func (b *backward) inside(n *graph.Node) bool {
	_, reshape := n.Op.(prim.Reshape)
	return !b.forward[n] || prim.Cheap(n) || reshape
}

// outer returns the leaf that stands for a value of the step forward.
func (b *backward) outer(v *graph.Value) *graph.Value {
	leaf := graph.Leaf(v.Name, v.Type)
	if i := slices.Index(b.body.In, v); i >= b.op.Carries+b.op.Xs {
		b.consts, b.constants = append(b.consts, leaf), append(b.constants, b.n.In[i])
	} else {
		b.x(leaf, b.saved(v))
	}
	return leaf
}

// saved returns the values that v, of a step forward, has in all steps.
func (b *backward) saved(v *graph.Value) *graph.Value {
	if i := slices.Index(b.body.In, v); i >= b.op.Carries {
		return b.n.In[i]
	}
	op := b.n.Op.(prim.Scan)
	if i := slices.Index(op.Body.Out[op.Carries:], v); i >= 0 {
		return b.n.Out[op.Carries+i]
	}
	op.Body = &prim.Body{In: op.Body.In, Out: append(slices.Clone(op.Body.Out), v)}
	return b.n.Extend(op, prim.Stacked(op.N, v.Type))
}

// x adds a leaf of which a step back sees one step of stacked.
func (b *backward) x(leaf, stacked *graph.Value) {
	b.Bind(leaf, leaf)
	b.xs, b.stacked = append(b.xs, leaf), append(b.stacked, stacked)
}

// carry adds a carry that begins as given, with zeros if that is nil, and becomes
// next in a step. The result is what it is in the end.
func (b *backward) carry(leaf, begin, next *graph.Value) result {
	b.Bind(leaf, leaf)
	at := len(b.carries)
	b.carries = append(b.carries, leaf)
	b.begin = append(b.begin, orZero(begin, leaf.Type))
	b.next = append(b.next, orZero(next, leaf.Type))
	return func() *graph.Value { return b.out[at] }
}

func orZero(v *graph.Value, t graph.Type) *graph.Value {
	if v == nil {
		return prim.Full(t, 0)
	}
	return v
}

// stack returns the values that v has in all steps.
func (b *backward) stack(v *graph.Value) result {
	switch i := slices.Index(b.body.In, v); {
	case v.Node != nil && b.forward[v.Node] && !b.inside(v.Node), i >= 0 && i < b.op.Carries+b.op.Xs:
		stacked := b.saved(v)
		return func() *graph.Value { return stacked }
	}
	at := slices.Index(b.ys, v)
	if at < 0 {
		at = len(b.ys)
		b.ys = append(b.ys, v)
	}
	return func() *graph.Value { return b.out[len(b.carries)+at] }
}

// total returns the sum of a constant's gradient over all steps.
func (b *backward) total(g *graph.Value) result {
	late, rest := b.split(g)
	if rest != nil {
		sum := graph.Leaf("sum", rest.Type)
		early := b.carry(sum, nil, graph.Apply(prim.Add{}, sum, rest))
		late = plus(late, early)
	}
	return late
}

// split returns g as what can be summed up behind the loop and the rest.
func (b *backward) split(g *graph.Value) (late result, rest *graph.Value) {
	if g.Node == nil {
		return nil, g
	}
	in := g.Node.In
	if len(in) > 0 && len(in[0].Shape) == graph.MaxRank { // can't be stacked
		return nil, g
	}
	switch op := g.Node.Op.(type) {
	case prim.Add:
		x, restX := b.split(in[0])
		y, restY := b.split(in[1])
		switch {
		case restX == nil:
			return plus(x, y), restY
		case restY == nil:
			return plus(x, y), restX
		}
		return plus(x, y), graph.Apply(op, restX, restY)
	case prim.Reshape, prim.Transpose:
		x, rest := b.split(in[0])
		if x == nil {
			return nil, g
		}
		if rest != nil {
			rest = graph.Apply(op, rest)
		}
		return func() *graph.Value { return graph.Apply(op, x()) }, rest
	case prim.MatMul:
		if op.TransX && !op.TransY && len(g.Shape) == 2 {
			return b.product(g.Node), nil
		}
	case prim.ConvKernel:
		return b.product(g.Node), nil
	case prim.ReduceSum:
		x := b.stack(in[0])
		return func() *graph.Value { return graph.Apply(prim.ReduceSum{Axes: op.Axes<<1 | 1}, x()) }, nil
	}
	return nil, g
}

func plus(x, y result) result {
	switch {
	case x == nil:
		return y
	case y == nil:
		return x
	}
	return func() *graph.Value { return graph.Apply(prim.Add{}, x(), y()) }
}

// product returns the sum over all steps of n, which adds up products of the rows of
// its two operands: one of the rows of all steps.
func (b *backward) product(n *graph.Node) result {
	x, y := b.stack(n.In[0]), b.stack(n.In[1])
	return func() *graph.Value { return graph.Apply(n.Op, rows(x()), rows(y())) }
}

// rows joins the first two axes of x.
func rows(x *graph.Value) *graph.Value {
	shape := append([]int{x.Shape[0] * x.Shape[1]}, x.Shape[2:]...)
	return graph.Apply(prim.Reshape{Shape: graph.DimsOf(shape...)}, x)
}

// run records the loop back.
func (b *backward) run() {
	out := b.Values(slices.Concat(b.next, b.ys))
	if len(out) == 0 {
		return
	}
	body := &prim.Body{In: slices.Concat(b.carries, b.xs, b.consts), Out: out}
	op := prim.Scan{Body: body, N: b.op.N, Carries: len(b.carries), Xs: len(b.xs), Reverse: !b.op.Reverse}
	b.out = graph.ApplyAll(op, slices.Concat(b.begin, b.stacked, b.constants)...)
}
