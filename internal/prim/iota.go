package prim

import (
	"fmt"

	"github.com/gokeras/keras/internal/graph"
	"github.com/gokeras/keras/tensor"
)

// Iota is the numbers 0, 1, …, N-1.
type Iota struct {
	DType tensor.DType
	N     int
}

var _ = graph.Define(Iota{})

// Infer implements graph.Op.
func (o Iota) Infer(in []typ) ([]typ, error) {
	if o.N < 0 {
		return nil, fmt.Errorf("received a length of %d", o.N)
	}
	if err := isNumber(o.DType); err != nil {
		return nil, err
	}
	return []typ{graph.Of(o.DType, o.N)}, arity(in, 0)
}

// VJP implements graph.Op: there is nothing to differentiate by.
func (Iota) VJP(*node, []*value) []*value { return nil }

// Ref implements graph.Op.
func (o Iota) Ref(out, _ []*arr) {
	for i := range o.N {
		setAt(out[0], i, int64(i))
	}
}

// setAt sets element i of a vector of numbers.
func setAt(t *arr, i int, v int64) {
	switch t.DType() {
	case tensor.Float32:
		tensor.Data[float32](t)[i] = float32(v)
	case tensor.Float64:
		tensor.Data[float64](t)[i] = float64(v)
	case tensor.Int8:
		tensor.Data[int8](t)[i] = int8(v)
	case tensor.Int16:
		tensor.Data[int16](t)[i] = int16(v)
	case tensor.Int32:
		tensor.Data[int32](t)[i] = int32(v)
	case tensor.Int64:
		tensor.Data[int64](t)[i] = v
	case tensor.Uint8:
		tensor.Data[uint8](t)[i] = uint8(v)
	case tensor.Uint16:
		tensor.Data[uint16](t)[i] = uint16(v)
	case tensor.Uint32:
		tensor.Data[uint32](t)[i] = uint32(v)
	}
}

// Cases implements graph.Op.
func (Iota) Cases() []graph.Case {
	return []graph.Case{rough(Iota{tensor.Int32, 5}), rough(Iota{tensor.Float32, 3}), rough(Iota{tensor.Int64, 0})}
}
