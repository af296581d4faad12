package prim

import (
	"fmt"

	"github.com/gokeras/keras/internal/graph"
)

// Concat joins its inputs along Axis.
type Concat struct{ Axis int }

var _ = graph.Define(Concat{})

// Infer implements graph.Op.
func (o Concat) Infer(in []typ) ([]typ, error) {
	if len(in) == 0 || o.Axis < 0 || o.Axis >= len(in[0].Shape) {
		return nil, fmt.Errorf("can't join %d arrays along axis %d", len(in), o.Axis)
	}
	out := in[0].Shape.Clone()
	out[o.Axis] = 0
	for _, t := range in {
		ok := t.DType == in[0].DType && len(t.Shape) == len(out)
		for i := range out {
			ok = ok && (i == o.Axis || t.Shape[i] == out[i])
		}
		if !ok {
			return nil, fmt.Errorf("the shapes may only differ along axis %d", o.Axis)
		}
		out[o.Axis] += t.Shape[o.Axis]
	}
	return []typ{{DType: in[0].DType, Shape: out}}, nil
}

// VJP implements graph.Op: each input gets its part of the gradient.
func (o Concat) VJP(n *node, g []*value) []*value {
	res := make([]*value, len(n.In))
	start := graph.DimsOf(make([]int, len(g[0].Shape))...)
	for i, x := range n.In {
		res[i] = apply(Slice{Start: start, Size: graph.DimsOf(x.Shape...)}, g[0])
		start.D[o.Axis] += x.Shape[o.Axis]
	}
	return res
}

// Ref implements graph.Op.
func (o Concat) Ref(out, in []*arr) {
	dst := rowMajor(out[0].Shape())
	for _, x := range in {
		move(out[0], dst, x, rowMajor(x.Shape()), x.Shape(), false)
		dst.offset += x.Shape()[o.Axis] * dst.strides[o.Axis]
	}
}

// Cases implements graph.Op.
func (Concat) Cases() []graph.Case {
	return []graph.Case{
		smooth(Concat{1}, floats(ramp(6, 0, 1), 2, 3), floats(ramp(4, 2, 3), 2, 2)),
		smooth(Concat{0}, floats(ramp(3, 0, 1)), floats(ramp(2, 2, 3))),
	}
}
