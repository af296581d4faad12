package ops

import (
	"slices"

	"github.com/gokeras/keras/internal/graph"
	"github.com/gokeras/keras/internal/prim"
	"github.com/gokeras/keras/tensor"
)

// A slice is the settings of [Slice]. Where it begins is an argument of the call.
type slice struct {
	Shape list `json:"shape" keras:"default=[];always"`

	start []int
}

type sliceUpdate struct{}

var (
	_ = settings[slice]("core", "Slice")
	_ = settings[sliceUpdate]("core", "SliceUpdate")
)

// Slice returns the part of x that begins at start and has the given size.
func Slice(x *Value, start, size []int) *Value { return do(&slice{size, start}, x) }

// CallArgs implements [WithArgs].
func (o *slice) CallArgs() []any { return []any{o.start} }

// SetCallArgs implements [WithArgs].
func (o *slice) SetCallArgs(args []any) error { return callArgs("Slice", args, &o.start) }

// Apply implements [Operation].
func (o *slice) Apply(in []*Value) []*Value {
	x := in[0]
	if len(in) > 1 {
		return []*Value{slideTo(x, placesOf(x, in[1:]), o.Shape)}
	}
	if len(o.start) != len(x.Shape) || len(o.Shape) != len(x.Shape) {
		Fail("Slice", "start %v and size %v don't fit a value of shape %v", o.start, o.Shape, x.Shape)
	}
	return []*Value{graph.Apply(prim.Slice{Start: graph.DimsOf(o.start...), Size: graph.DimsOf(o.Shape...)}, x)}
}

// placesOf returns one place for each axis of x: of a vector, or of as many scalars.
func placesOf(x *Value, starts []*Value) *Value {
	flat := make([]*Value, len(starts))
	for i, s := range starts {
		flat[i] = Reshape(whole("Slice", s), -1)
	}
	start := Concatenate(flat, 0)
	if start.Size() != len(x.Shape) {
		Fail("Slice", "received %d places for a value of shape %v, expected one for each axis", start.Size(), x.Shape)
	}
	return start
}

// slideTo is Slice from places that the program computes, which are moved so that the
// part lies within x.
func slideTo(x, start *Value, size []int) *Value {
	if len(size) != len(x.Shape) {
		Fail("Slice", "the size %v doesn't fit a value of shape %v", size, x.Shape)
	}
	for i, n := range size {
		if n == x.Shape[i] {
			continue
		}
		x = Take(x, placesFrom(start, i, n, x.Shape[i]), i)
	}
	return x
}

// placesFrom returns n places that follow each other, from element i of start on, within
// an axis of a size.
func placesFrom(start *Value, i, n, size int) *Value {
	first := Clip(SliceAxis(start, 0, i, i+1), 0, float64(size-n))
	return Add(first, Arange(n, tensor.Int32))
}

// SliceAxis returns the elements of x from index lo up to hi along an axis.
func SliceAxis(x *Value, at, lo, hi int) *Value {
	at = axis("SliceAxis", x, at)
	if IsSymbolic(x) {
		index := slices.Repeat([]Index{Every}, len(x.Shape))
		index[at] = From(lo).To(hi)
		return GetItem(x, index...)
	}
	start, size := make([]int, len(x.Shape)), x.Shape.Clone()
	start[at], size[at] = lo, hi-lo
	return Slice(x, start, size)
}

// SliceUpdate returns x with updates in place of its part that begins at start (a
// vector of integers), which is moved so that it lies within x.
func SliceUpdate(x, start, updates *Value) *Value { return do(&sliceUpdate{}, x, start, updates) }

// Apply implements [Operation].
func (o *sliceUpdate) Apply(in []*Value) []*Value {
	x, y := in[0], Cast(in[len(in)-1], in[0].DType)
	start := placesOf(x, in[1:len(in)-1])
	if len(y.Shape) != len(x.Shape) {
		Fail("SliceUpdate", "received updates of shape %v for a value of shape %v", y.Shape, x.Shape)
	}
	inside := Full(1, tensor.Bool, ones(len(x.Shape))...)
	for i, n := range y.Shape {
		size := x.Shape[i]
		if n > size {
			Fail("SliceUpdate", "received updates of shape %v for a value of shape %v", y.Shape, x.Shape)
		}
		if n == size {
			continue
		}
		first := Clip(SliceAxis(start, 0, i, i+1), 0, float64(size-n))
		from := Subtract(Arange(size, tensor.Int32), first)
		within := LogicalAnd(GreaterEqual(from, ZerosLike(from)), Less(from, FullLike(from, float64(n))))
		inside = LogicalAnd(inside, onAxis(within, len(x.Shape), i))
		y = Take(y, Clip(from, 0, float64(n-1)), i)
	}
	return []*Value{Where(inside, y, x)}
}
