package prim

import "github.com/gokeras/keras/internal/graph"

// Rows returns a body that computes some rows only of what b computes: so many
// indices of the first axis of each output, from as many of those of the first fixed
// inputs. cut tells of which inputs it takes rows; the others it takes whole. ok is
// false if a row depends on others.
func (b *Body) Rows(fixed, rows int) (part *Body, cut []bool, ok bool) {
	c := &cutter{rows: rows, rowed: map[*value]*value{}, whole: map[*value]*value{}, leaf: map[*value]int{}}
	for i, v := range b.In {
		c.leaf[v] = i
	}
	for _, v := range b.Out {
		if len(v.Shape) == 0 || c.batch > 0 && c.batch != v.Shape[0] {
			return nil, nil, false
		}
		c.batch = v.Shape[0]
	}
	part = &Body{In: make([]*value, len(b.In)), Out: make([]*value, len(b.Out))}
	for i, v := range b.Out {
		if part.Out[i] = c.row(v); part.Out[i] == nil {
			return nil, nil, false
		}
	}
	cut = make([]bool, len(b.In))
	for i, v := range b.In {
		row, all := c.rowed[v], c.whole[v]
		switch {
		case row != nil && all != nil, i < fixed && all != nil:
			return nil, nil, false
		case row != nil:
			part.In[i], cut[i] = row, true
		case all != nil:
			part.In[i] = all
		case i < fixed && c.row(v) != nil: // not used
			part.In[i], cut[i] = c.row(v), true
		default:
			part.In[i] = graph.Leaf(v.Name, v.Type)
		}
	}
	return part, cut, true
}

// A cutter makes a body of fewer rows.
type cutter struct {
	batch, rows  int
	leaf         map[*value]int    // inputs of the body
	rowed, whole map[*value]*value // what stands for a value: some rows, or all of it
}

// row returns some rows of v, nil if they depend on others.
func (c *cutter) row(v *value) *value {
	if w := c.rowed[v]; w != nil {
		return w
	}
	if len(v.Shape) == 0 || v.Shape[0] != c.batch {
		return nil
	}
	if _, ok := c.leaf[v]; ok {
		c.rowed[v] = graph.Leaf(v.Name, typ{DType: v.DType, Shape: c.fewer(graph.DimsOf(v.Shape...)).Shape()})
		return c.rowed[v]
	}
	if v.Node == nil {
		return nil
	}
	op, rowed := c.op(v.Node)
	if op == nil {
		return nil
	}
	return c.apply(v, op, c.rowed, func(i int, x *value) *value {
		if i < rowed {
			return c.row(x)
		}
		return c.all(x)
	})
}

// all returns v as it is, nil if it depends on rows.
func (c *cutter) all(v *value) *value {
	if w := c.whole[v]; w != nil {
		return w
	}
	if _, ok := c.leaf[v]; ok {
		c.whole[v] = graph.Leaf(v.Name, v.Type)
		return c.whole[v]
	}
	if v.Node == nil {
		return nil
	}
	return c.apply(v, v.Node.Op, c.whole, func(_ int, x *value) *value { return c.all(x) })
}

// apply computes v and the other results of its node, for which known is told.
func (c *cutter) apply(v *value, op graph.Op, known map[*value]*value, operand func(i int, x *value) *value) *value {
	in := make([]*value, len(v.Node.In))
	for i, x := range v.Node.In {
		if in[i] = operand(i, x); in[i] == nil {
			return nil
		}
	}
	for i, w := range graph.ApplyAll(op, in...) {
		known[v.Node.Out[i]] = w
	}
	return known[v]
}

// fewer returns a shape of the batch as one of the rows.
func (c *cutter) fewer(d graph.Dims) graph.Dims {
	d.D[0] = c.rows
	return d
}

// op returns the op that computes some rows of what n does from rows of its first
// operands, whose number is rowed, and the other ones; nil if there is none.
func (c *cutter) op(n *node) (op graph.Op, rowed int) {
	rowed = len(n.In)
	behind := func(axis int) (graph.Op, int) {
		if axis == 0 {
			return nil, 0
		}
		return n.Op, rowed
	}
	switch o := n.Op.(type) {
	case Elementwise, StopGradient:
		return o, rowed
	case Broadcast:
		if x := n.In[0].Shape; len(x) < o.Shape.N || x[0] == 1 {
			rowed = 0
		}
		return Broadcast{c.fewer(o.Shape)}, rowed
	case Reshape:
		if x := n.In[0].Shape; len(x) > 0 && x[0] == o.Shape.D[0] {
			return Reshape{c.fewer(o.Shape)}, rowed
		}
	case MatMul:
		switch {
		case len(n.In[0].Shape) > 2:
			return o, rowed
		case !o.TransX:
			return o, 1
		}
	case Transpose:
		if o.Perm.D[0] == 0 {
			return o, rowed
		}
	case Slice:
		if o.Size.D[0] == n.In[0].Shape[0] {
			return Slice{o.Start, c.fewer(o.Size)}, rowed
		}
	case Pad:
		if o.Shape.D[0] == n.In[0].Shape[0] {
			return Pad{o.Before, c.fewer(o.Shape)}, rowed
		}
	case ReduceSum:
		return behindFirst(o, o.Axes), rowed
	case ReduceMax:
		return behindFirst(o, o.Axes), rowed
	case ReduceMin:
		return behindFirst(o, o.Axes), rowed
	case Concat:
		return behind(o.Axis)
	case ArgMax:
		return behind(o.Axis)
	case CumSum:
		return behind(o.Axis)
	case TakeAlong:
		return behind(o.Axis)
	case ScatterAlong:
		return behind(o.Axis)
	case Conv, ConvInput:
		return o, 1
	}
	return nil, 0
}

// behindFirst returns op unless it reduces the first axis.
func behindFirst(op graph.Op, axes Axes) graph.Op {
	if axes.Has(0) {
		return nil
	}
	return op
}
