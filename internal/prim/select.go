package prim

import (
	"fmt"

	"github.com/gokeras/keras/internal/graph"
	"github.com/gokeras/keras/tensor"
)

// Select is x where the condition holds and y elsewhere, element by element.
// Its inputs are the condition, x and y.
type Select struct{ pointwise }

var _ = graph.Define(Select{})

// Infer implements graph.Op.
func (Select) Infer(in []typ) ([]typ, error) {
	if err := arity(in, 3); err != nil {
		return nil, err
	}
	if in[0].DType != tensor.Bool || !in[0].Shape.Equal(in[1].Shape) {
		return nil, fmt.Errorf("received a condition of type %v for values of type %v", in[0], in[1])
	}
	t, err := same(in[1:], 2)
	return []typ{t}, err
}

// VJP implements graph.Op: the gradient goes to the one that was taken.
func (Select) VJP(n *node, g []*value) []*value {
	if !n.In[1].DType.IsFloat() {
		return nil
	}
	zero := Full(g[0].Type, 0)
	return []*value{nil, apply(Select{}, n.In[0], g[0], zero), apply(Select{}, n.In[0], zero, g[0])}
}

// Ref implements graph.Op.
func (Select) Ref(out, in []*arr) {
	switch out[0].DType() {
	case tensor.Float32:
		selectOf[float32](out, in)
	case tensor.Float64:
		selectOf[float64](out, in)
	case tensor.Int8:
		selectOf[int8](out, in)
	case tensor.Int16:
		selectOf[int16](out, in)
	case tensor.Int32:
		selectOf[int32](out, in)
	case tensor.Int64:
		selectOf[int64](out, in)
	case tensor.Uint8:
		selectOf[uint8](out, in)
	case tensor.Uint16:
		selectOf[uint16](out, in)
	case tensor.Uint32:
		selectOf[uint32](out, in)
	case tensor.Uint64:
		selectOf[uint64](out, in)
	case tensor.Bool:
		selectOf[bool](out, in)
	}
}

func selectOf[T tensor.Element](out, in []*arr) {
	o, c, x, y := tensor.Data[T](out[0]), tensor.Data[bool](in[0]), tensor.Data[T](in[1]), tensor.Data[T](in[2])
	for i := range o {
		if c[i] {
			o[i] = x[i]
		} else {
			o[i] = y[i]
		}
	}
}

// Cases implements graph.Op.
func (o Select) Cases() []graph.Case {
	c := tensor.FromSlice([]bool{true, false, true}, 3)
	return []graph.Case{
		smooth(o, c, floats([]float32{1, 2, 3}), floats([]float32{4, 5, 6})),
		rough(o, c, tensor.FromSlice([]int32{1, 2, 3}), tensor.FromSlice([]int32{4, 5, 6})),
		rough(o, c, tensor.FromSlice([]bool{false, false, true}), c),
	}
}
