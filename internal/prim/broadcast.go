package prim

import (
	"fmt"

	"github.com/gokeras/keras/internal/graph"
	"github.com/gokeras/keras/tensor"
)

// Broadcast repeats x along new leading axes and along axes of size 1, to Shape.
type Broadcast struct{ Shape graph.Dims }

var _ = graph.Define(Broadcast{})

// Infer implements graph.Op.
func (o Broadcast) Infer(in []typ) ([]typ, error) {
	if err := arity(in, 1); err != nil {
		return nil, err
	}
	x := in[0].Shape
	skip := o.Shape.N - len(x)
	for i, d := range x {
		if skip < 0 || d != 1 && d != o.Shape.D[skip+i] {
			return nil, fmt.Errorf("a shape %v can't be broadcast to %v", x, o.Shape.Shape())
		}
	}
	return []typ{{DType: in[0].DType, Shape: o.Shape.Shape()}}, nil
}

// VJP implements graph.Op: the gradient is summed over the repetitions.
func (o Broadcast) VJP(n *node, g []*value) []*value {
	x := n.In[0].Shape
	skip := o.Shape.N - len(x)
	var axes Axes
	for i := range o.Shape.N {
		if i < skip || x[i-skip] == 1 && o.Shape.D[i] != 1 {
			axes |= 1 << i
		}
	}
	s := g[0]
	if axes != 0 {
		s = apply(ReduceSum{Axes: axes}, s)
	}
	return []*value{apply(Reshape{Shape: graph.DimsOf(x...)}, s)}
}

// Strides returns how far apart in x the elements are that follow each other
// along each axis of the output: 0 where they are the same one.
func (o Broadcast) Strides(x tensor.Shape) [graph.MaxRank]int {
	in := rowMajor(x)
	var s [graph.MaxRank]int
	skip := o.Shape.N - len(x)
	for i, d := range x {
		if d != 1 {
			s[skip+i] = in.strides[i]
		}
	}
	return s
}

// Ref implements graph.Op.
func (o Broadcast) Ref(out, in []*arr) {
	shape := out[0].Shape()
	move(out[0], rowMajor(shape), in[0], view{strides: o.Strides(in[0].Shape())}, shape, false)
}

// Cases implements graph.Op.
func (Broadcast) Cases() []graph.Case {
	to := func(d ...int) Broadcast { return Broadcast{graph.DimsOf(d...)} }
	return []graph.Case{
		smooth(to(2, 3), floats([]float32{1, 2, 3}, 3)),
		smooth(to(2, 3), floats([]float32{1, 2}, 2, 1)),
		smooth(to(4), scalar(5)),
		smooth(to(2, 2, 3), floats(ramp(6, 0, 1), 2, 1, 3)),
		rough(to(2, 2), tensor.FromSlice([]bool{true, false}, 2)),
	}
}
