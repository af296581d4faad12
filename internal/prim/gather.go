package prim

import (
	"fmt"
	"math"

	"github.com/gokeras/keras/internal/graph"
	"github.com/gokeras/keras/tensor"
)

// Gather picks slices of x along Axis: the axes of the second input, indices
// (int32), stand in the output in place of Axis. An index below 0 counts from the
// end. Where an index is out of range the slice is NaN; of integers, the smallest
// or, without a sign, the largest; true of truth values: as jax.numpy.take does it.
// With Zero it is 0.
type Gather struct {
	Axis int
	Zero bool
}

var _ = graph.Define(Gather{})

// Infer implements graph.Op.
func (o Gather) Infer(in []typ) ([]typ, error) {
	if err := arity(in, 2); err != nil {
		return nil, err
	}
	x, idx := in[0].Shape, in[1]
	if idx.DType != tensor.Int32 {
		return nil, fmt.Errorf("received indices of type %v, expected int32", idx.DType)
	}
	if o.Axis < 0 || o.Axis >= len(x) {
		return nil, fmt.Errorf("a shape %v has no axis %d", x, o.Axis)
	}
	out := append(append(x[:o.Axis].Clone(), idx.Shape...), x[o.Axis+1:]...)
	if len(out) > graph.MaxRank {
		return nil, fmt.Errorf("the result has %d axes, expected at most %d", len(out), graph.MaxRank)
	}
	return []typ{{DType: in[0].DType, Shape: out}}, nil
}

// VJP implements graph.Op: each slice of x gets the sum of the gradients of where
// it went.
func (o Gather) VJP(n *node, g []*value) []*value {
	if !n.In[0].DType.IsFloat() {
		return nil
	}
	return []*value{apply(ScatterAdd{Axis: o.Axis, N: n.In[0].Shape[o.Axis]}, g[0], n.In[1]), nil}
}

// Ref implements graph.Op.
func (o Gather) Ref(out, in []*arr) {
	idx := tensor.Data[int32](in[1])
	outer, size, inner := split(in[0].Shape(), o.Axis)
	bytes := in[0].DType().Size() * inner
	z, x := out[0].Bytes(), in[0].Bytes()
	for a := range outer {
		for i, p := range idx {
			at := a*len(idx) + i
			to := z[at*bytes : (at+1)*bytes]
			switch p = FromEnd(p, size); {
			case p >= 0:
				copy(to, x[(a*size+int(p))*bytes:])
			case o.Zero:
				clear(to)
			default:
				absent(out[0], at*inner, inner)
			}
		}
	}
}

// FromEnd returns index i of n, counted from the end if it is below 0; -1 if it is
// out of range.
func FromEnd(i int32, n int) int32 {
	if i < 0 {
		i += int32(n)
	}
	if uint(i) >= uint(n) {
		return -1
	}
	return i
}

// absent sets n elements from number at on to what stands for no value.
func absent(t *arr, at, n int) {
	switch t.DType() {
	case tensor.Float32:
		repeat(tensor.Data[float32](t), at, n, nan32)
	case tensor.Float64:
		repeat(tensor.Data[float64](t), at, n, nan64)
	case tensor.Int8:
		repeat(tensor.Data[int8](t), at, n, math.MinInt8)
	case tensor.Int16:
		repeat(tensor.Data[int16](t), at, n, math.MinInt16)
	case tensor.Int32:
		repeat(tensor.Data[int32](t), at, n, math.MinInt32)
	case tensor.Int64:
		repeat(tensor.Data[int64](t), at, n, math.MinInt64)
	case tensor.Uint8:
		repeat(tensor.Data[uint8](t), at, n, math.MaxUint8)
	case tensor.Uint16:
		repeat(tensor.Data[uint16](t), at, n, math.MaxUint16)
	case tensor.Uint32:
		repeat(tensor.Data[uint32](t), at, n, math.MaxUint32)
	case tensor.Uint64:
		repeat(tensor.Data[uint64](t), at, n, math.MaxUint64)
	case tensor.Bool:
		repeat(tensor.Data[bool](t), at, n, true)
	}
}

func repeat[T any](x []T, at, n int, v T) {
	for i := range x[at : at+n] {
		x[at+i] = v
	}
}

// Cases implements graph.Op.
func (Gather) Cases() []graph.Case {
	x := floats(ramp(24, 0, 6), 2, 3, 4)
	return []graph.Case{
		smooth(Gather{Axis: 0}, floats(ramp(12, 0, 1), 4, 3), tensor.FromSlice([]int32{3, 0, 3, 1, -1, -4}, 2, 3)),
		smooth(Gather{Axis: 1}, x, tensor.FromSlice([]int32{2, 2, 0, -3}, 4)),
		smooth(Gather{Axis: 2}, x, tensor.FromSlice([]int32{1})),
		smooth(Gather{Axis: 1}, x, tensor.Scalar[int32](1)),
		smooth(Gather{Axis: 0}, floats(ramp(12, 0, 1), 4, 3), tensor.FromSlice([]int32{}, 0)),
		smooth(Gather{Axis: 0}, tensor.FromSlice([]float64{1, 2, 3}), tensor.FromSlice([]int32{0, 2})),
		rough(Gather{Axis: 0}, floats(ramp(6, 0, 1), 3, 2), tensor.FromSlice([]int32{3, -4, 2})),
		rough(Gather{Axis: 0}, tensor.FromSlice([]int32{1, 2}), tensor.FromSlice([]int32{5, -1, 1})),
		rough(Gather{Axis: 0}, tensor.FromSlice([]uint8{1, 2}), tensor.FromSlice([]int32{5, -1, 1})),
		rough(Gather{Zero: true}, floats(ramp(6, 0, 1), 3, 2), tensor.FromSlice([]int32{3, -4, 2})),
		rough(Gather{Axis: 0}, tensor.FromSlice([]bool{true, false}), tensor.FromSlice([]int32{5, -1, 1})),
	}
}
