package golden

import (
	"encoding/json"
	"fmt"
)

// An Array is a recorded array, row-major.
type Array struct {
	Shape []int  // empty for a scalar
	DType string // NumPy's name: "float32", "int32", "bool"
	Data  []Number
}

// UnmarshalJSON reads {"shape": …, "dtype": …, "data": …} and checks that the
// data fill the shape. Booleans become 0 and 1.
func (a *Array) UnmarshalJSON(data []byte) error {
	var raw struct {
		Shape []int
		DType string
		Data  json.RawMessage
	}
	if err := json.Unmarshal(data, &raw); err != nil {
		return err
	}
	values, err := numbers(raw.DType, raw.Data)
	if err != nil {
		return err
	}
	size := 1
	for _, n := range raw.Shape {
		size *= n
	}
	if len(values) != size {
		return fmt.Errorf("array: received %d values, expected %d for shape %v", len(values), size, raw.Shape)
	}
	*a = Array{raw.Shape, raw.DType, values}
	return nil
}

func numbers(dtype string, data json.RawMessage) ([]Number, error) {
	if dtype == "bool" {
		return booleans(data)
	}
	var values []Number
	if err := json.Unmarshal(data, &values); err != nil {
		return nil, err
	}
	if dtype == "float32" {
		// The file has the fewest digits that tell the float32s apart.
		for i, v := range values {
			values[i] = Number(float32(v))
		}
	}
	return values, nil
}

func booleans(data json.RawMessage) ([]Number, error) {
	var flags []bool
	if err := json.Unmarshal(data, &flags); err != nil {
		return nil, err
	}
	values := make([]Number, len(flags))
	for i, set := range flags {
		if set {
			values[i] = 1
		}
	}
	return values, nil
}

// Float32s returns the values as float32: exactly what Keras had, for a
// float32 array.
func (a Array) Float32s() []float32 { return convert[float32](a) }

// Float64s returns the values as float64.
func (a Array) Float64s() []float64 { return convert[float64](a) }

// Int32s returns the values as int32, the integer type of Keras on JAX.
func (a Array) Int32s() []int32 { return convert[int32](a) }

// Ints returns the values as int.
func (a Array) Ints() []int { return convert[int](a) }

func convert[T int | int32 | int64 | float32 | float64](a Array) []T {
	out := make([]T, len(a.Data))
	for i, v := range a.Data {
		out[i] = T(v)
	}
	return out
}

// index names element i by its place along each axis.
func (a Array) index(i int) []int {
	at := make([]int, len(a.Shape))
	for axis := len(a.Shape) - 1; axis >= 0; axis-- {
		at[axis] = i % a.Shape[axis]
		i /= a.Shape[axis]
	}
	return at
}
