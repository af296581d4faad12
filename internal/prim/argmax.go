package prim

import (
	"fmt"

	"github.com/gokeras/keras/internal/graph"
	"github.com/gokeras/keras/tensor"
)

// ArgMax is the place (int32) of the largest element of x along Axis, which the
// output lacks: the first one if there are several, the first NaN if there is one.
type ArgMax struct{ Axis int }

var _ = graph.Define(ArgMax{})

// Infer implements graph.Op.
func (o ArgMax) Infer(in []typ) ([]typ, error) {
	if err := arity(in, 1); err != nil {
		return nil, err
	}
	x := in[0].Shape
	if o.Axis < 0 || o.Axis >= len(x) || x[o.Axis] == 0 {
		return nil, fmt.Errorf("a shape %v has no element to choose along axis %d", x, o.Axis)
	}
	out := append(x[:o.Axis].Clone(), x[o.Axis+1:]...)
	return []typ{{DType: tensor.Int32, Shape: out}}, isNumber(in[0].DType)
}

// VJP implements graph.Op: zero.
func (ArgMax) VJP(*node, []*value) []*value { return nil }

// Ref implements graph.Op.
func (o ArgMax) Ref(out, in []*arr) {
	switch in[0].DType() {
	case tensor.Float32:
		argmax[float32](o, out[0], in[0])
	case tensor.Float64:
		argmax[float64](o, out[0], in[0])
	case tensor.Int8:
		argmax[int8](o, out[0], in[0])
	case tensor.Int16:
		argmax[int16](o, out[0], in[0])
	case tensor.Int32:
		argmax[int32](o, out[0], in[0])
	case tensor.Int64:
		argmax[int64](o, out[0], in[0])
	case tensor.Uint8:
		argmax[uint8](o, out[0], in[0])
	case tensor.Uint16:
		argmax[uint16](o, out[0], in[0])
	case tensor.Uint32:
		argmax[uint32](o, out[0], in[0])
	}
}

func argmax[T float | integer](o ArgMax, out, in *arr) {
	z, x := tensor.Data[int32](out), dataOf[T](in)
	outer, n, inner := split(in.Shape(), o.Axis)
	for a := range outer {
		for b := range inner {
			at := a*n*inner + b
			best, place := x[at], 0
			for i := 1; i < n && best == best; i++ {
				if v := x[at+i*inner]; v > best || v != v {
					best, place = v, i
				}
			}
			z[a*inner+b] = int32(place)
		}
	}
}

// Cases implements graph.Op.
func (ArgMax) Cases() []graph.Case {
	x := floats([]float32{3, 9, 9, 1, 2, 0, 5, 5, 5, -1, -2, -1}, 2, 3, 2)
	return []graph.Case{rough(ArgMax{0}, x), rough(ArgMax{1}, x), rough(ArgMax{2}, x),
		rough(ArgMax{0}, tensor.FromSlice([]int64{4, 7, 7}))}
}
