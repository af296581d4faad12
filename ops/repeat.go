package ops

import (
	"slices"

	"github.com/gokeras/keras/internal/graph"
	"github.com/gokeras/keras/internal/prim"
	"github.com/gokeras/keras/tensor"
)

type (
	repeat struct {
		Repeats ints `json:"repeats" keras:"default=1;always"`
		Axis    *int `json:"axis" keras:"default=null;always"`
	}
	tile struct {
		Repeats ints `json:"repeats" keras:"default=1;always"`
	}
	roll struct {
		Shift ints `json:"shift" keras:"default=0;always"`
		Axis  ints `json:"axis" keras:"default=null;always"`
	}
	flip struct {
		Axis ints `json:"axis" keras:"default=null;always"`
	}
	rot90 struct {
		K    *int `json:"k" keras:"default=1;always"`
		Axes list `json:"axes" keras:"default=[0, 1];always"`
	}
)

var (
	_        = settings[repeat]("numpy", "Repeat")
	_        = settings[tile]("numpy", "Tile")
	_        = settings[roll]("numpy", "Roll")
	_        = settings[flip]("numpy", "Flip")
	_        = settings[rot90]("numpy", "Rot90")
	flipUDOp = unary("numpy", "Flipud", func(x *Value) *Value { return Flip(x, 0) })
	flipLROp = unary("numpy", "Fliplr", func(x *Value) *Value { return Flip(x, 1) })
)

// Repeat repeats each slice of x along an axis n times.
func Repeat(x *Value, n, at int) *Value { return RepeatEach(x, []int{n}, at) }

// RepeatEach repeats slice i of x along an axis counts[i] times.
func RepeatEach(x *Value, counts []int, at int) *Value { return do(&repeat{counts, &at}, x) }

// Apply implements [Operation].
func (o *repeat) Apply(in []*Value) []*Value {
	x, at := in[0], 0
	if o.Axis == nil {
		x = Reshape(x, -1)
	} else {
		at = axis("Repeat", x, *o.Axis)
	}
	for _, n := range o.Repeats {
		if n < 0 {
			Fail("Repeat", "received %d repeats, expected a number from 0", n)
		}
	}
	if len(o.Repeats) == 1 {
		n := o.Repeats[0]
		y := ExpandDims(x, at+1)
		shape, out := y.Shape.Clone(), x.Shape.Clone()
		shape[at+1] = n
		out[at] *= n
		return []*Value{Reshape(expand(y, shape), out...)}
	}
	if len(o.Repeats) != x.Shape[at] {
		Fail("Repeat", "received %d numbers of repeats for axis %d of a value of shape %v", len(o.Repeats), at, x.Shape)
	}
	var places []int32
	for i, n := range o.Repeats {
		places = append(places, slices.Repeat([]int32{int32(i)}, n)...)
	}
	return []*Value{Take(x, intConstant(places), at)}
}

// intConstant returns numbers that are known when the program is made.
func intConstant(v []int32) *Value { return Constant(tensor.FromSlice(v)) }

// Tile returns x repeated repeats[i] times along axis i. The shorter one of x's shape
// and repeats is taken with ones before it.
func Tile(x *Value, repeats ...int) *Value { return do(&tile{repeats}, x) }

// Apply implements [Operation].
func (o *tile) Apply(in []*Value) []*Value {
	x, reps := in[0], o.Repeats
	n := max(len(reps), len(x.Shape))
	shape := append(slices.Repeat([]int{1}, n-len(x.Shape)), x.Shape...)
	reps = append(slices.Repeat([]int{1}, n-len(reps)), reps...)
	var split, wide, out []int
	for i, d := range shape {
		if reps[i] < 0 {
			Fail("Tile", "received repeats %v, expected numbers from 0", reps)
		}
		out = append(out, d*reps[i])
		if reps[i] != 1 {
			split, wide = append(split, 1), append(wide, reps[i])
		}
		split, wide = append(split, d), append(wide, d)
	}
	return []*Value{Reshape(expand(Reshape(x, split...), wide), out...)}
}

// Roll moves the elements of x by shift places along an axis; those that leave it at
// one end come in at the other.
func Roll(x *Value, shift, at int) *Value { return do(&roll{ints{shift}, ints{at}}, x) }

// Apply implements [Operation].
func (o *roll) Apply(in []*Value) []*Value {
	x, shape := in[0], in[0].Shape
	shift, axes := o.Shift, o.Axis
	if axes == nil {
		x, axes = Reshape(x, -1), ints{0}
	}
	if len(shift) == 1 {
		shift = slices.Repeat(shift, len(axes))
	}
	if len(shift) != len(axes) {
		Fail("Roll", "received the shifts %v for the axes %v", shift, axes)
	}
	for i, a := range axes {
		a = axis("Roll", x, a)
		n := x.Shape[a]
		if n == 0 {
			continue
		}
		if k := modulo(shift[i], n); k > 0 {
			x = Concatenate([]*Value{SliceAxis(x, a, n-k, n), SliceAxis(x, a, 0, n-k)}, a)
		}
	}
	return []*Value{Reshape(x, shape...)}
}

// Flip turns the order of x round along the axes, all of them if none is given.
func Flip(x *Value, axes ...int) *Value { return do(&flip{axes}, x) }

// FlipUD turns the order of x round along its first axis.
func FlipUD(x *Value) *Value { return do(flipUDOp, x) }

// FlipLR turns the order of x round along its second axis.
func FlipLR(x *Value) *Value { return do(flipLROp, x) }

// Apply implements [Operation].
func (o *flip) Apply(in []*Value) []*Value {
	x := in[0]
	set := axesOf("Flip", x, o.Axis)
	start, size, step := make([]int, len(x.Shape)), x.Shape.Clone(), slices.Repeat([]int{1}, len(x.Shape))
	for i, d := range x.Shape {
		if set.Has(i) {
			start[i], step[i] = d-1, -1
		}
	}
	return []*Value{strided(x, start, size, step)}
}

// strided returns the elements of x at start, start+step, … along each axis, size of
// them.
func strided(x *Value, start, size, step []int) *Value {
	return graph.Apply(prim.Strided{Start: graph.DimsOf(start...), Size: graph.DimsOf(size...), Step: graph.DimsOf(step...)}, x)
}

// Rot90 turns x k times by 90 degrees, in the plane and the direction from the first
// to the second of two axes. Keras's are 0 and 1.
func Rot90(x *Value, k, from, to int) *Value { return do(&rot90{&k, list{from, to}}, x) }

// Apply implements [Operation].
func (o *rot90) Apply(in []*Value) []*Value {
	x, axes := in[0], o.Axes
	if axes == nil {
		axes = list{0, 1}
	}
	if len(axes) != 2 {
		Fail("Rot90", "received the axes %v, expected two", axes)
	}
	a, b := axis("Rot90", x, axes[0]), axis("Rot90", x, axes[1])
	if a == b {
		Fail("Rot90", "received the axis %d twice", a)
	}
	switch modulo(or(o.K, 1), 4) {
	case 1:
		return []*Value{Swapaxes(Flip(x, b), a, b)}
	case 2:
		return []*Value{Flip(x, a, b)}
	case 3:
		return []*Value{Flip(Swapaxes(x, a, b), b)}
	}
	return in
}
