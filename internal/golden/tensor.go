package golden

import (
	"testing"

	"github.com/gokeras/keras/tensor"
)

// Tensor returns the values as a host array of the recorded type.
func (a Array) Tensor(t testing.TB) *tensor.Tensor {
	t.Helper()
	switch a.DType {
	case "float32":
		return host(a, a.Float32s())
	case "float64":
		return host(a, a.Float64s())
	case "int32":
		return host(a, a.Int32s())
	case "int64":
		return host(a, convert[int64](a))
	case "bool":
		flags := make([]bool, len(a.Data))
		for i, v := range a.Data {
			flags[i] = v != 0
		}
		return host(a, flags)
	}
	t.Fatalf("array: received dtype %q, expected float32, float64, int32, int64 or bool", a.DType)
	return nil
}

func host[T tensor.Element](a Array, data []T) *tensor.Tensor {
	if len(a.Shape) == 0 {
		return tensor.Scalar(data[0])
	}
	return tensor.FromSlice(data, a.Shape...)
}
