package prim

import (
	"github.com/gokeras/keras/internal/graph"
	"github.com/gokeras/keras/tensor"
)

// ScatterAlong is the transpose of TakeAlong: zeros with N elements along Axis,
// to which each element of x is added at the index along Axis that the second
// input (int32) gives. An index out of range is dropped.
type ScatterAlong struct{ Axis, N int }

var _ = graph.Define(ScatterAlong{})

// Infer implements graph.Op.
func (o ScatterAlong) Infer(in []typ) ([]typ, error) {
	if err := arity(in, 2); err != nil {
		return nil, err
	}
	if err := along(in[0].Shape, in[1], o.Axis); err != nil {
		return nil, err
	}
	if _, err := same([]typ{graph.Of(tensor.Bool, in[0].Shape...), graph.Of(tensor.Bool, in[1].Shape...)}, 2); err != nil {
		return nil, err
	}
	out := in[0].Shape.Clone()
	out[o.Axis] = o.N
	return []typ{{DType: in[0].DType, Shape: out}}, isNumber(in[0].DType)
}

// VJP implements graph.Op: each element gets the gradient of where it went. Its
// indices are in range wherever a gradient is asked for.
func (o ScatterAlong) VJP(n *node, g []*value) []*value {
	return []*value{apply(TakeAlong{Axis: o.Axis}, g[0], n.In[1]), nil}
}

// Ref implements graph.Op.
func (o ScatterAlong) Ref(out, in []*arr) {
	zero(out[0])
	_, n, inner := split(in[0].Shape(), o.Axis)
	for i, p := range tensor.Data[int32](in[1]) {
		a, b := i/(n*inner), i%inner
		if p >= 0 && int(p) < o.N {
			copyAt(out[0], (a*o.N+int(p))*inner+b, in[0], i, true)
		}
	}
}

// Cases implements graph.Op.
func (ScatterAlong) Cases() []graph.Case {
	return []graph.Case{
		smooth(ScatterAlong{1, 4}, floats(ramp(6, 0, 1), 2, 3), tensor.FromSlice([]int32{0, 2, 2, 1, 3, 0}, 2, 3)),
		rough(ScatterAlong{0, 2}, floats([]float32{1, 2, 3}), tensor.FromSlice([]int32{5, -1, 1})),
	}
}
