package prim

import (
	"fmt"

	"github.com/gokeras/keras/internal/graph"
	"github.com/gokeras/keras/tensor"
)

// Strided is elements of x that are Step apart along each axis, which may go
// backwards, Size of them from Start on.
type Strided struct{ Start, Size, Step graph.Dims }

// Spread is the transpose of Strided: zeros of the given Shape with the elements of x
// at Start, Start+Step, … along each axis.
type Spread struct{ Start, Step, Shape graph.Dims }

var (
	_ = graph.Define(Strided{})
	_ = graph.Define(Spread{})
)

// within returns an error unless size elements, from start on and step apart, lie in
// a shape.
func within(shape tensor.Shape, start, size, step graph.Dims) error {
	if start.N != len(shape) || size.N != len(shape) || step.N != len(shape) {
		return fmt.Errorf("start %v, size %v and step %v don't fit a shape %v", start.Slice(), size.Slice(), step.Slice(), shape)
	}
	for i, d := range shape {
		first, n, by := start.D[i], size.D[i], step.D[i]
		last := first + (n-1)*by
		if n < 0 || by == 0 || n > 0 && (first < 0 || first >= d || last < 0 || last >= d) {
			return fmt.Errorf("start %v, size %v and step %v reach out of a shape %v", start.Slice(), size.Slice(), step.Slice(), shape)
		}
	}
	return nil
}

// strides is the view of an array of a shape that sees the elements from start on,
// step apart.
func strides(shape tensor.Shape, start, step graph.Dims) view {
	v := rowMajor(shape)
	for i := range shape {
		v.offset += start.D[i] * v.strides[i]
		v.strides[i] *= step.D[i]
	}
	return v
}

// Infer implements graph.Op.
func (o Strided) Infer(in []typ) ([]typ, error) {
	if err := arity(in, 1); err != nil {
		return nil, err
	}
	return []typ{{DType: in[0].DType, Shape: o.Size.Shape()}}, within(in[0].Shape, o.Start, o.Size, o.Step)
}

// VJP implements graph.Op: the gradient is put back among zeros.
func (o Strided) VJP(n *node, g []*value) []*value {
	return []*value{apply(Spread{Start: o.Start, Step: o.Step, Shape: graph.DimsOf(n.In[0].Shape...)}, g[0])}
}

// Ref implements graph.Op.
func (o Strided) Ref(out, in []*arr) {
	shape := out[0].Shape()
	move(out[0], rowMajor(shape), in[0], strides(in[0].Shape(), o.Start, o.Step), shape, false)
}

// Infer implements graph.Op.
func (o Spread) Infer(in []typ) ([]typ, error) {
	if err := arity(in, 1); err != nil {
		return nil, err
	}
	if len(in[0].Shape) != o.Shape.N {
		return nil, fmt.Errorf("a shape %v can't be spread over %v", in[0].Shape, o.Shape.Shape())
	}
	return []typ{{DType: in[0].DType, Shape: o.Shape.Shape()}}, within(o.Shape.Shape(), o.Start, graph.DimsOf(in[0].Shape...), o.Step)
}

// VJP implements graph.Op: the gradient is cut out.
func (o Spread) VJP(n *node, g []*value) []*value {
	return []*value{apply(Strided{Start: o.Start, Size: graph.DimsOf(n.In[0].Shape...), Step: o.Step}, g[0])}
}

// Ref implements graph.Op.
func (o Spread) Ref(out, in []*arr) {
	zero(out[0])
	shape := in[0].Shape()
	move(out[0], strides(out[0].Shape(), o.Start, o.Step), in[0], rowMajor(shape), shape, false)
}

// Cases implements graph.Op.
func (Strided) Cases() []graph.Case {
	of := func(start, size, step graph.Dims) graph.Op { return Strided{start, size, step} }
	d := graph.DimsOf
	x := floats(ramp(60, 0, 1), 3, 4, 5)
	return []graph.Case{
		smooth(of(d(2, 0, 4), d(3, 2, 2), d(-1, 2, -3)), x),
		smooth(of(d(0, 3, 1), d(1, 4, 3), d(7, -1, 1)), x),
		rough(of(d(0), d(0), d(2)), tensor.FromSlice([]int32{1, 2})),
		rough(of(d(4), d(3), d(-2)), tensor.FromSlice([]bool{true, false, true, true, false})),
	}
}

// Cases implements graph.Op.
func (Spread) Cases() []graph.Case {
	of := func(start, step, shape graph.Dims) graph.Op { return Spread{start, step, shape} }
	d := graph.DimsOf
	return []graph.Case{
		smooth(of(d(2, 1), d(-1, 2), d(3, 7)), floats(ramp(6, 0, 1), 2, 3)),
		rough(of(d(0), d(3), d(5)), tensor.FromSlice([]int32{7, 9})),
	}
}
