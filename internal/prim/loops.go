package prim

import "github.com/gokeras/keras/tensor"

type float interface{ float32 | float64 }

type integer interface {
	int8 | int16 | int32 | int64 | uint8 | uint16 | uint32
}

// unaryFloat computes a function of floating-point numbers in double precision.
func unaryFloat(out, in *arr, f func(float64) float64) {
	switch out.DType() {
	case tensor.Float32:
		o, x := tensor.Data[float32](out), tensor.Data[float32](in)
		for i, v := range x {
			o[i] = float32(f(float64(v)))
		}
	case tensor.Float64:
		o, x := tensor.Data[float64](out), tensor.Data[float64](in)
		for i, v := range x {
			o[i] = f(v)
		}
	}
}

// unaryNumber computes a function of numbers, of integers as int64.
func unaryNumber(out, in *arr, f func(float64) float64, g func(int64) int64) {
	switch out.DType() {
	case tensor.Int8:
		unaryInt[int8](out, in, g)
	case tensor.Int16:
		unaryInt[int16](out, in, g)
	case tensor.Int32:
		unaryInt[int32](out, in, g)
	case tensor.Int64:
		unaryInt[int64](out, in, g)
	case tensor.Uint8:
		unaryInt[uint8](out, in, g)
	case tensor.Uint16:
		unaryInt[uint16](out, in, g)
	case tensor.Uint32:
		unaryInt[uint32](out, in, g)
	default:
		unaryFloat(out, in, f)
	}
}

func unaryInt[T integer](out, in *arr, g func(int64) int64) {
	o, x := dataOf[T](out), dataOf[T](in)
	for i, v := range x {
		o[i] = T(g(int64(v)))
	}
}

func dataOf[T float | integer](t *arr) []T { return tensor.Data[T](t) }

// binaryFloat computes a function of two floating-point numbers, each type in
// its own precision.
func binaryFloat(out *arr, in []*arr, f func(a, b float32) float32, g func(a, b float64) float64) {
	switch out.DType() {
	case tensor.Float32:
		binaryOf(out, in, f)
	case tensor.Float64:
		binaryOf(out, in, g)
	}
}

func binaryOf[T float](out *arr, in []*arr, f func(a, b T) T) {
	o, x, y := dataOf[T](out), dataOf[T](in[0]), dataOf[T](in[1])
	for i := range o {
		o[i] = f(x[i], y[i])
	}
}

// binaryNumber computes a function of two numbers, of integers as int64.
func binaryNumber(out *arr, in []*arr, f func(a, b float32) float32, g func(a, b float64) float64, h func(a, b int64) int64) {
	switch out.DType() {
	case tensor.Int8:
		binaryInt[int8](out, in, h)
	case tensor.Int16:
		binaryInt[int16](out, in, h)
	case tensor.Int32:
		binaryInt[int32](out, in, h)
	case tensor.Int64:
		binaryInt[int64](out, in, h)
	case tensor.Uint8:
		binaryInt[uint8](out, in, h)
	case tensor.Uint16:
		binaryInt[uint16](out, in, h)
	case tensor.Uint32:
		binaryInt[uint32](out, in, h)
	default:
		binaryFloat(out, in, f, g)
	}
}

func binaryInt[T integer](out *arr, in []*arr, h func(a, b int64) int64) {
	o, x, y := dataOf[T](out), dataOf[T](in[0]), dataOf[T](in[1])
	for i := range o {
		o[i] = T(h(int64(x[i]), int64(y[i])))
	}
}

// comparison computes a relation of two numbers. Both functions see the same
// relation; integers are compared as int64, floating-point numbers as float64.
func comparison(out *arr, in []*arr, f func(a, b float64) bool, g func(a, b int64) bool) {
	o := tensor.Data[bool](out)
	switch in[0].DType() {
	case tensor.Float32:
		compareFloat[float32](o, in, f)
	case tensor.Float64:
		compareFloat[float64](o, in, f)
	case tensor.Int8:
		compareInt[int8](o, in, g)
	case tensor.Int16:
		compareInt[int16](o, in, g)
	case tensor.Int32:
		compareInt[int32](o, in, g)
	case tensor.Int64:
		compareInt[int64](o, in, g)
	case tensor.Uint8:
		compareInt[uint8](o, in, g)
	case tensor.Uint16:
		compareInt[uint16](o, in, g)
	case tensor.Uint32:
		compareInt[uint32](o, in, g)
	case tensor.Bool:
		x, y := tensor.Data[bool](in[0]), tensor.Data[bool](in[1])
		for i := range o {
			o[i] = g(bit(x[i]), bit(y[i]))
		}
	}
}

func compareFloat[T float](o []bool, in []*arr, f func(a, b float64) bool) {
	x, y := dataOf[T](in[0]), dataOf[T](in[1])
	for i := range o {
		o[i] = f(float64(x[i]), float64(y[i]))
	}
}

func compareInt[T integer](o []bool, in []*arr, g func(a, b int64) bool) {
	x, y := dataOf[T](in[0]), dataOf[T](in[1])
	for i := range o {
		o[i] = g(int64(x[i]), int64(y[i]))
	}
}

func bit(b bool) int64 {
	if b {
		return 1
	}
	return 0
}
