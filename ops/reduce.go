package ops

import (
	"github.com/gokeras/keras/internal/graph"
	"github.com/gokeras/keras/internal/prim"
	"github.com/gokeras/keras/tensor"
)

// axesOf returns the set of the given axes, all of x's if none is given.
func axesOf(fn string, x *Value, axes []int) prim.Axes {
	if len(axes) == 0 {
		return 1<<len(x.Shape) - 1
	}
	var set prim.Axes
	for _, a := range axes {
		set |= prim.AxesOf(axis(fn, x, a))
	}
	return set
}

// KeepDims gives a reduction of x along the axes those axes back, with size 1.
func KeepDims(reduced, x *Value, axes ...int) *Value {
	set := axesOf("KeepDims", x, axes)
	s := x.Shape.Clone()
	for i := range s {
		if set.Has(i) {
			s[i] = 1
		}
	}
	return Reshape(reduced, s...)
}

// Sum adds up x along the axes, all of them if none is given.
func Sum(x *Value, axes ...int) *Value {
	if x.DType == tensor.Bool {
		x = Cast(x, tensor.Int32)
	}
	set := axesOf("Sum", x, axes)
	if set == 0 {
		return x
	}
	return graph.Apply(prim.ReduceSum{Axes: set}, x)
}

// Mean is the average of x along the axes, all of them if none is given.
func Mean(x *Value, axes ...int) *Value {
	x = floating(x)
	set, n := axesOf("Mean", x, axes), 1
	for i, d := range x.Shape {
		if set.Has(i) {
			n *= d
		}
	}
	s := Sum(x, axes...)
	return Divide(s, FullLike(s, float64(n)))
}

// Max is the largest element of x along the axes, all of them if none is given.
func Max(x *Value, axes ...int) *Value {
	set := axesOf("Max", x, axes)
	if set == 0 {
		return x
	}
	return graph.Apply(prim.ReduceMax{Axes: set}, x)
}

// Min is the smallest element of x along the axes, all of them if none is given.
func Min(x *Value, axes ...int) *Value {
	set := axesOf("Min", x, axes)
	if set == 0 {
		return x
	}
	return graph.Apply(prim.ReduceMin{Axes: set}, x)
}

// All tells where x holds everywhere along the axes, all of them if none is given.
func All(x *Value, axes ...int) *Value {
	return Cast(Min(Cast(Cast(x, tensor.Bool), tensor.Int32), axes...), tensor.Bool)
}

// Any tells where x holds somewhere along the axes, all of them if none is given.
func Any(x *Value, axes ...int) *Value {
	return Cast(Max(Cast(Cast(x, tensor.Bool), tensor.Int32), axes...), tensor.Bool)
}

// ArgMax is the place (int32) of the largest element of x along an axis, the
// first one if there are several.
func ArgMax(x *Value, at int) *Value {
	return graph.Apply(prim.ArgMax{Axis: axis("ArgMax", x, at)}, x)
}

// ArgSort is the places (int32) of the elements of x along an axis in growing order.
func ArgSort(x *Value, at int) *Value {
	return graph.Apply(prim.ArgSort{Axis: axis("ArgSort", x, at)}, x)
}

// TakeAlongAxis picks elements of x by their indices along an axis.
func TakeAlongAxis(x, indices *Value, at int) *Value {
	return graph.Apply(prim.TakeAlong{Axis: axis("TakeAlongAxis", x, at)}, x, Cast(indices, tensor.Int32))
}

// Sort is the elements of x in growing order along an axis.
func Sort(x *Value, at int) *Value { return TakeAlongAxis(x, ArgSort(x, at), at) }

// CumSum is the running sum of x along an axis.
func CumSum(x *Value, at int) *Value {
	return graph.Apply(prim.CumSum{Axis: axis("CumSum", x, at)}, x)
}

// Norm is √Σx² over all elements.
func Norm(x *Value) *Value { return Sqrt(Sum(Square(x))) }
