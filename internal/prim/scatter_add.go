package prim

import (
	"fmt"

	"github.com/gokeras/keras/internal/graph"
	"github.com/gokeras/keras/tensor"
)

// ScatterAdd is the transpose of Gather: zeros with N slices along Axis, to which
// each slice of x is added at the place that the second input (int32) gives. The
// axes of the indices stand in x from Axis on. An index below 0 counts from the
// end; what goes out of range is dropped.
type ScatterAdd struct{ Axis, N int }

var _ = graph.Define(ScatterAdd{})

// Infer implements graph.Op.
func (o ScatterAdd) Infer(in []typ) ([]typ, error) { return scattered(in, o.Axis, o.N) }

// scattered is the shape rule of what puts slices to n places along an axis.
func scattered(in []typ, axis, n int) ([]typ, error) {
	if err := arity(in, 2); err != nil {
		return nil, err
	}
	x, idx := in[0].Shape, in[1]
	if idx.DType != tensor.Int32 {
		return nil, fmt.Errorf("received indices of type %v, expected int32", idx.DType)
	}
	r := len(idx.Shape)
	if axis < 0 || axis+r > len(x) || !x[axis:axis+r].Equal(idx.Shape) {
		return nil, fmt.Errorf("values of shape %v don't have the axes of indices of shape %v from axis %d on", x, idx.Shape, axis)
	}
	if n < 0 {
		return nil, fmt.Errorf("received %d places, expected none or more", n)
	}
	out := append(append(x[:axis].Clone(), n), x[axis+r:]...)
	if len(out) > graph.MaxRank {
		return nil, fmt.Errorf("the result has %d axes, expected at most %d", len(out), graph.MaxRank)
	}
	return []typ{{DType: in[0].DType, Shape: out}}, isNumber(in[0].DType)
}

// VJP implements graph.Op: each slice gets the gradient of where it went.
func (o ScatterAdd) VJP(n *node, g []*value) []*value {
	return []*value{apply(Gather{Axis: o.Axis, Zero: true}, g[0], n.In[1]), nil}
}

// Ref implements graph.Op.
func (o ScatterAdd) Ref(out, in []*arr) {
	zero(out[0])
	scatter(out[0], in, o.Axis, func(to, from, n int) {
		for i := range n {
			copyAt(out[0], to+i, in[0], from+i, true)
		}
	})
}

// scatter calls f for each slice of in[0] that goes to a place in range, with where
// both begin and the slice's size.
func scatter(out *arr, in []*arr, axis int, f func(to, from, n int)) {
	idx := tensor.Data[int32](in[1])
	outer, size, inner := split(out.Shape(), axis)
	for a := range outer {
		for i, p := range idx {
			if p = FromEnd(p, size); p >= 0 {
				f((a*size+int(p))*inner, (a*len(idx)+i)*inner, inner)
			}
		}
	}
}

// Cases implements graph.Op.
func (ScatterAdd) Cases() []graph.Case {
	return append(scatterCases(func(axis, n int) graph.Op { return ScatterAdd{axis, n} }),
		smooth(ScatterAdd{0, 3}, floats(ramp(8, 0, 1), 4, 2), tensor.FromSlice([]int32{3, -4, 2, -3})))
}

func scatterCases(f func(axis, n int) graph.Op) []graph.Case {
	return []graph.Case{
		smooth(f(0, 4), floats(ramp(18, 0, 1), 2, 3, 3), tensor.FromSlice([]int32{3, 0, 3, 1, -1, -4}, 2, 3)),
		smooth(f(1, 3), floats(ramp(32, -3, 1), 2, 4, 4), tensor.FromSlice([]int32{2, 2, 0, -2})),
		smooth(f(2, 5), floats(ramp(6, 0, 1), 2, 3, 1), tensor.FromSlice([]int32{1})),
		rough(f(0, 2), floats(nil, 0, 2), tensor.FromSlice([]int32{})),
		rough(f(0, 2), floats([]float32{1, 2, 3}), tensor.FromSlice([]int32{5, -1, 1})),
		rough(f(0, 2), tensor.FromSlice([]int32{1, 2, -3}), tensor.FromSlice([]int32{1, -1, 1})),
		rough(f(0, 3), tensor.FromSlice([]float64{1, 2, 3}), tensor.FromSlice([]int32{0, 0, 2})),
	}
}
