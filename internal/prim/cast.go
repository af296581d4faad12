package prim

import (
	"github.com/gokeras/keras/internal/graph"
	"github.com/gokeras/keras/tensor"
)

// Cast converts the elements of x to another type. Floating-point numbers lose
// their fraction when they become integers; whatever is not 0 becomes true.
type Cast struct {
	pointwise
	To tensor.DType
}

var _ = graph.Define(Cast{})

// Infer implements graph.Op.
func (o Cast) Infer(in []typ) ([]typ, error) {
	if err := arity(in, 1); err != nil {
		return nil, err
	}
	return []typ{{DType: o.To, Shape: in[0].Shape}}, nil
}

// VJP implements graph.Op: the gradient is converted back.
func (o Cast) VJP(n *node, g []*value) []*value {
	from := n.In[0].DType
	if !from.IsFloat() || !o.To.IsFloat() {
		return nil
	}
	return []*value{apply(Cast{To: from}, g[0])}
}

// Ref implements graph.Op.
func (Cast) Ref(out, in []*arr) {
	switch in[0].DType() {
	case tensor.Float32:
		castFrom(out[0], tensor.Data[float32](in[0]))
	case tensor.Float64:
		castFrom(out[0], tensor.Data[float64](in[0]))
	case tensor.Int8:
		castFrom(out[0], tensor.Data[int8](in[0]))
	case tensor.Int16:
		castFrom(out[0], tensor.Data[int16](in[0]))
	case tensor.Int32:
		castFrom(out[0], tensor.Data[int32](in[0]))
	case tensor.Int64:
		castFrom(out[0], tensor.Data[int64](in[0]))
	case tensor.Uint8:
		castFrom(out[0], tensor.Data[uint8](in[0]))
	case tensor.Uint16:
		castFrom(out[0], tensor.Data[uint16](in[0]))
	case tensor.Uint32:
		castFrom(out[0], tensor.Data[uint32](in[0]))
	case tensor.Uint64:
		castFrom(out[0], tensor.Data[uint64](in[0]))
	case tensor.Bool:
		castBool(out[0], tensor.Data[bool](in[0]))
	}
}

type number interface{ float | integer | uint64 }

func castFrom[S interface {
	number
	tensor.Element
}](out *arr, x []S) {
	switch out.DType() {
	case tensor.Float32:
		castTo(tensor.Data[float32](out), x)
	case tensor.Float64:
		castTo(tensor.Data[float64](out), x)
	case tensor.Int8:
		castTo(tensor.Data[int8](out), x)
	case tensor.Int16:
		castTo(tensor.Data[int16](out), x)
	case tensor.Int32:
		castTo(tensor.Data[int32](out), x)
	case tensor.Int64:
		castTo(tensor.Data[int64](out), x)
	case tensor.Uint8:
		castTo(tensor.Data[uint8](out), x)
	case tensor.Uint16:
		castTo(tensor.Data[uint16](out), x)
	case tensor.Uint32:
		castTo(tensor.Data[uint32](out), x)
	case tensor.Uint64:
		castTo(tensor.Data[uint64](out), x)
	case tensor.Bool:
		o := tensor.Data[bool](out)
		for i, v := range x {
			o[i] = v != 0
		}
	}
}

func castTo[D, S number](o []D, x []S) {
	for i, v := range x {
		o[i] = D(v)
	}
}

func castBool(out *arr, x []bool) {
	if out.DType() == tensor.Bool {
		copy(tensor.Data[bool](out), x)
		return
	}
	switch out.DType() {
	case tensor.Float32:
		bits(tensor.Data[float32](out), x)
	case tensor.Float64:
		bits(tensor.Data[float64](out), x)
	case tensor.Int8:
		bits(tensor.Data[int8](out), x)
	case tensor.Int16:
		bits(tensor.Data[int16](out), x)
	case tensor.Int32:
		bits(tensor.Data[int32](out), x)
	case tensor.Int64:
		bits(tensor.Data[int64](out), x)
	case tensor.Uint8:
		bits(tensor.Data[uint8](out), x)
	case tensor.Uint16:
		bits(tensor.Data[uint16](out), x)
	case tensor.Uint32:
		bits(tensor.Data[uint32](out), x)
	case tensor.Uint64:
		bits(tensor.Data[uint64](out), x)
	}
}

func bits[D number](o []D, x []bool) {
	for i, v := range x {
		o[i] = 0
		if v {
			o[i] = 1
		}
	}
}

// Cases implements graph.Op.
func (Cast) Cases() []graph.Case {
	x := floats([]float32{1.5, -2.5, 0, 100})
	b := tensor.FromSlice([]bool{true, false, true})
	return []graph.Case{
		smooth(Cast{To: tensor.Float64}, x), rough(Cast{To: tensor.Int32}, x), rough(Cast{To: tensor.Bool}, x),
		rough(Cast{To: tensor.Float32}, b), rough(Cast{To: tensor.Int64}, b),
		rough(Cast{To: tensor.Float32}, tensor.FromSlice([]uint8{0, 7, 255})),
		rough(Cast{To: tensor.Float32}, tensor.FromSlice([]int64{-4, 1 << 40})),
	}
}
