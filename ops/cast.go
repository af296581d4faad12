package ops

import (
	"math"

	"github.com/gokeras/keras/internal/graph"
	"github.com/gokeras/keras/internal/prim"
	"github.com/gokeras/keras/tensor"
)

// A cast is the settings of [Cast].
type cast struct {
	DType dtype `json:"dtype" keras:"default=float32;plain;always"`
}

type saturateCast cast

var (
	_ = settings[cast]("core", "Cast")
	_ = settings[saturateCast]("core", "SaturateCast")
)

// Cast converts the elements of x to type dt.
func Cast(x *Value, dt tensor.DType) *Value {
	if x.DType == dt {
		return x
	}
	if IsSymbolic(x) {
		return do(&cast{dtype(dt.String())}, x)
	}
	return graph.Apply(prim.Cast{To: dt}, x)
}

// Apply implements [Operation].
func (o *cast) Apply(in []*Value) []*Value {
	return []*Value{Cast(in[0], o.DType.or("Cast", tensor.Float32))}
}

// SaturateCast is Cast with the nearest number that dt has for those that it has not.
func SaturateCast(x *Value, dt tensor.DType) *Value {
	return do(&saturateCast{dtype(dt.String())}, x)
}

// Apply implements [Operation].
func (o *saturateCast) Apply(in []*Value) []*Value {
	x, dt := in[0], o.DType.or("SaturateCast", tensor.Float32)
	lo, hi, bounded := limits(dt)
	if bounded && x.DType != tensor.Bool {
		if a, b, ok := limits(x.DType); ok {
			lo, hi = max(lo, a), min(hi, b)
		}
		x = Clip(x, lo, hi)
	}
	return []*Value{Cast(x, dt)}
}

// floating converts integers and truth values to float32.
func floating(x *Value) *Value {
	if x.DType.IsFloat() {
		return x
	}
	return Cast(x, tensor.Float32)
}

// limits returns the smallest and the largest number of a type of integers.
func limits(dt tensor.DType) (lo, hi float64, ok bool) {
	if !dt.IsInteger() {
		return 0, 0, false
	}
	bits := 8 * dt.Size()
	if dt >= tensor.Uint8 {
		return 0, math.Ldexp(1, bits) - 1, true
	}
	return -math.Ldexp(1, bits-1), math.Ldexp(1, bits-1) - 1, true
}
