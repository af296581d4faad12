package golden

import (
	"testing"

	"github.com/gokeras/keras/tensor"
)

// Tensor returns the values as a host array of the recorded type.
func (a Array) Tensor(t testing.TB) *tensor.Tensor {
	t.Helper()
	dt, err := tensor.ParseDType(a.DType)
	if err != nil {
		t.Fatal(err)
	}
	if len(a.Shape) == 0 {
		return tensor.Scalar(float64(a.Data[0])).Cast(dt)
	}
	return tensor.FromSlice(a.Float64s(), a.Shape...).Cast(dt)
}
