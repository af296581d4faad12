package prim

import (
	"errors"
	"fmt"

	"github.com/gokeras/keras/internal/graph"
	"github.com/gokeras/keras/tensor"
)

// TakeAlong picks elements of x along Axis: the output has at each place the
// element of x whose index along Axis is given there by the second input
// (int32), and whose other indices are those of the place. An index out of range
// gives NaN, or 0 for integers.
type TakeAlong struct{ Axis int }

var _ = graph.Define(TakeAlong{})

// Infer implements graph.Op.
func (o TakeAlong) Infer(in []typ) ([]typ, error) {
	if err := arity(in, 2); err != nil {
		return nil, err
	}
	if err := along(in[0].Shape, in[1], o.Axis); err != nil {
		return nil, err
	}
	return []typ{{DType: in[0].DType, Shape: in[1].Shape}}, isNumber(in[0].DType)
}

// along returns an error unless idx are places along an axis of shape x.
func along(x tensor.Shape, idx typ, axis int) error {
	if idx.DType != tensor.Int32 {
		return fmt.Errorf("received indices of type %v, expected int32", idx.DType)
	}
	if len(x) != len(idx.Shape) || axis < 0 || axis >= len(x) {
		return errors.New("the indices must have as many axes as the values")
	}
	for i := range x {
		if i != axis && x[i] != idx.Shape[i] {
			return fmt.Errorf("the shapes %v and %v may only differ along axis %d", x, idx.Shape, axis)
		}
	}
	return nil
}

// VJP implements graph.Op: the gradient goes to where the elements came from.
func (o TakeAlong) VJP(n *node, g []*value) []*value {
	return []*value{apply(ScatterAlong{Axis: o.Axis, N: n.In[0].Shape[o.Axis]}, g[0], n.In[1]), nil}
}

// Ref implements graph.Op.
func (o TakeAlong) Ref(out, in []*arr) {
	idx := tensor.Data[int32](in[1])
	_, n, inner := split(in[1].Shape(), o.Axis)
	size := in[0].Shape()[o.Axis]
	for i, p := range idx {
		a, b := i/(n*inner), i%inner
		if p < 0 || int(p) >= size {
			missing(out[0], i)
			continue
		}
		copyAt(out[0], i, in[0], (a*size+int(p))*inner+b, false)
	}
}

func missing(t *arr, i int) {
	switch t.DType() {
	case tensor.Float32:
		tensor.Data[float32](t)[i] = nan32
	case tensor.Float64:
		tensor.Data[float64](t)[i] = nan64
	default:
		setAt(t, i, 0)
	}
}

// copyAt sets or adds to element i of o element j of x.
func copyAt(o *arr, i int, x *arr, j int, accumulate bool) {
	move(o, view{offset: i}, x, view{offset: j}, nil, accumulate)
}

// Cases implements graph.Op.
func (TakeAlong) Cases() []graph.Case {
	x := floats(ramp(12, 0, 6), 2, 3, 2)
	return []graph.Case{
		smooth(TakeAlong{1}, x, tensor.FromSlice([]int32{0, 2, 2, 1}, 2, 1, 2)),
		smooth(TakeAlong{0}, x, tensor.FromSlice([]int32{1, 1, 0, 1, 0, 0}, 1, 3, 2)),
		rough(TakeAlong{0}, floats([]float32{1, 2}), tensor.FromSlice([]int32{5, -1, 1})),
	}
}
