package ops

import (
	"github.com/gokeras/keras/internal/graph"
	"github.com/gokeras/keras/internal/prim"
)

// axis returns i as an axis of x, counted from the end if it is negative.
func axis(fn string, x *Value, i int) int {
	n := len(x.Shape)
	if i < -n || i >= n {
		Fail(fn, "axis %d is out of range for a value of shape %v", i, x.Shape)
	}
	if i < 0 {
		i += n
	}
	return i
}

// Reshape gives x another shape, in which one size may be -1: as large as needed.
func Reshape(x *Value, shape ...int) *Value {
	to := append([]int(nil), shape...)
	known, hole := 1, -1
	for i, d := range to {
		switch {
		case d >= 0:
			known *= d
		case d == -1 && hole < 0:
			hole = i
		default:
			Fail("Reshape", "received a shape %v, expected sizes of which one may be -1", shape)
		}
	}
	if hole >= 0 {
		if known == 0 || x.Size()%known != 0 {
			Fail("Reshape", "the %d elements of a value of shape %v don't fit a shape %v", x.Size(), x.Shape, shape)
		}
		to[hole] = x.Size() / known
	}
	if x.Shape.Equal(to) {
		return x
	}
	return graph.Apply(prim.Reshape{Shape: graph.DimsOf(to...)}, x)
}

// ExpandDims inserts an axis of size 1 before axis at of the result.
func ExpandDims(x *Value, at int) *Value {
	n := len(x.Shape) + 1
	if at < -n || at >= n {
		Fail("ExpandDims", "axis %d is out of range for a value of shape %v", at, x.Shape)
	}
	if at < 0 {
		at += n
	}
	s := append(x.Shape[:at].Clone(), 1)
	return Reshape(x, append(s, x.Shape[at:]...)...)
}

// Squeeze removes an axis of size 1.
func Squeeze(x *Value, at int) *Value {
	at = axis("Squeeze", x, at)
	if x.Shape[at] != 1 {
		Fail("Squeeze", "axis %d of a value of shape %v has size %d, expected 1", at, x.Shape, x.Shape[at])
	}
	return Reshape(x, append(x.Shape[:at].Clone(), x.Shape[at+1:]...)...)
}

// Transpose permutes the axes of x; with no axes given it reverses them.
func Transpose(x *Value, axes ...int) *Value {
	if len(axes) == 0 {
		for i := len(x.Shape) - 1; i >= 0; i-- {
			axes = append(axes, i)
		}
	}
	if len(axes) != len(x.Shape) {
		Fail("Transpose", "axes %v are no permutation of the axes of a value of shape %v", axes, x.Shape)
	}
	return graph.Apply(prim.Transpose{Perm: graph.DimsOf(axes...)}, x)
}

// Concatenate joins values along an axis.
func Concatenate(xs []*Value, at int) *Value {
	if len(xs) == 0 {
		Fail("Concatenate", "received no values")
	}
	return graph.Apply(prim.Concat{Axis: axis("Concatenate", xs[0], at)}, xs...)
}

// Slice returns the part of x that begins at start and has the given size.
func Slice(x *Value, start, size []int) *Value {
	if len(start) != len(x.Shape) || len(size) != len(x.Shape) {
		Fail("Slice", "start %v and size %v don't fit a value of shape %v", start, size, x.Shape)
	}
	return graph.Apply(prim.Slice{Start: graph.DimsOf(start...), Size: graph.DimsOf(size...)}, x)
}

// SliceAxis returns the elements of x from index lo up to hi along an axis.
func SliceAxis(x *Value, at, lo, hi int) *Value {
	at = axis("SliceAxis", x, at)
	start, size := make([]int, len(x.Shape)), x.Shape.Clone()
	start[at], size[at] = lo, hi-lo
	return Slice(x, start, size)
}
