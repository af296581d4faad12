package prim

import (
	"github.com/gokeras/keras/internal/graph"
	"github.com/gokeras/keras/tensor"
)

// view is a way to walk through an array: from offset on, strides[i] elements
// from one index of axis i to the next.
type view struct {
	offset  int
	strides [graph.MaxRank]int
}

// rowMajor is the view of a whole array of the given shape.
func rowMajor(shape tensor.Shape) view {
	var v view
	n := 1
	for i := len(shape) - 1; i >= 0; i-- {
		v.strides[i] = n
		n *= shape[i]
	}
	return v
}

// move copies the elements of shape that src sees in x to where dst sees them
// in o. It adds them to what is there if accumulate is set (numbers only).
func move(o *arr, dst view, x *arr, src view, shape tensor.Shape, accumulate bool) {
	switch o.DType() {
	case tensor.Float32:
		moveNumbers[float32](o, dst, x, src, shape, accumulate)
	case tensor.Float64:
		moveNumbers[float64](o, dst, x, src, shape, accumulate)
	case tensor.Int8:
		moveNumbers[int8](o, dst, x, src, shape, accumulate)
	case tensor.Int16:
		moveNumbers[int16](o, dst, x, src, shape, accumulate)
	case tensor.Int32:
		moveNumbers[int32](o, dst, x, src, shape, accumulate)
	case tensor.Int64:
		moveNumbers[int64](o, dst, x, src, shape, accumulate)
	case tensor.Uint8:
		moveNumbers[uint8](o, dst, x, src, shape, accumulate)
	case tensor.Uint16:
		moveNumbers[uint16](o, dst, x, src, shape, accumulate)
	case tensor.Uint32:
		moveNumbers[uint32](o, dst, x, src, shape, accumulate)
	case tensor.Uint64:
		moveOf(tensor.Data[uint64](o), dst, tensor.Data[uint64](x), src, shape)
	case tensor.Bool:
		moveOf(tensor.Data[bool](o), dst, tensor.Data[bool](x), src, shape)
	}
}

func moveNumbers[T float | integer](o *arr, dst view, x *arr, src view, shape tensor.Shape, accumulate bool) {
	if accumulate {
		walk(dst, src, shape, func(d, s int, a, b []T) { a[d] += b[s] }, dataOf[T](o), dataOf[T](x))
	} else {
		moveOf(dataOf[T](o), dst, dataOf[T](x), src, shape)
	}
}

func moveOf[T any](o []T, dst view, x []T, src view, shape tensor.Shape) {
	if n := len(shape); n > 0 && dst.strides[n-1] == 1 && src.strides[n-1] == 1 {
		// Rows that are contiguous on both sides.
		row := shape[n-1]
		walk(dst, src, shape[:n-1], func(d, s int, a, b []T) { copy(a[d:d+row], b[s:s+row]) }, o, x)
		return
	}
	walk(dst, src, shape, func(d, s int, a, b []T) { a[d] = b[s] }, o, x)
}

// walk calls f with the places of each element of shape in both views.
func walk[T any](dst, src view, shape tensor.Shape, f func(d, s int, a, b []T), a, b []T) {
	n := len(shape)
	for _, d := range shape {
		if d == 0 {
			return
		}
	}
	var idx [graph.MaxRank]int
	d, s := dst.offset, src.offset
	for {
		f(d, s, a, b)
		i := n - 1
		for ; i >= 0; i-- {
			idx[i]++
			d += dst.strides[i]
			s += src.strides[i]
			if idx[i] < shape[i] {
				break
			}
			d -= idx[i] * dst.strides[i]
			s -= idx[i] * src.strides[i]
			idx[i] = 0
		}
		if i < 0 {
			return
		}
	}
}

// zero clears an array.
func zero(t *arr) { clear(t.Bytes()) }

// split returns the sizes of a shape before, at and after an axis.
func split(shape tensor.Shape, axis int) (outer, n, inner int) {
	outer, inner = 1, 1
	for i, d := range shape {
		switch {
		case i < axis:
			outer *= d
		case i > axis:
			inner *= d
		}
	}
	return outer, shape[axis], inner
}
