package ops

import (
	"slices"

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

// onAxis gives a vector n axes, of which all but one have size 1.
func onAxis(v *Value, n, at int) *Value {
	shape := ones(n)
	shape[at] = v.Size()
	return Reshape(v, shape...)
}

func ones(n int) []int { return slices.Repeat([]int{1}, n) }

type (
	reshape struct {
		Shape list `json:"newshape" keras:"default=[];always"`
	}
	expandDims struct {
		Axis ints `json:"axis" keras:"default=0;always"`
	}
	squeeze struct {
		Axis ints `json:"axis" keras:"default=null;always"`
	}
	transpose struct {
		Axes list `json:"axes" keras:"default=null;always"`
	}
	moveaxis struct {
		Source      ints `json:"source" keras:"default=0;always"`
		Destination ints `json:"destination" keras:"default=0;always"`
	}
	swapaxes struct {
		Axis1 int `json:"axis1" keras:"default=0;always"`
		Axis2 int `json:"axis2" keras:"default=0;always"`
	}
)

var (
	_       = settings[reshape]("numpy", "Reshape")
	_       = settings[expandDims]("numpy", "ExpandDims")
	_       = settings[squeeze]("numpy", "Squeeze")
	_       = settings[transpose]("numpy", "Transpose")
	_       = settings[moveaxis]("numpy", "Moveaxis")
	_       = settings[swapaxes]("numpy", "Swapaxes")
	ravelOp = unary("numpy", "Ravel", func(x *Value) *Value { return Reshape(x, -1) })
	copyOp  = unary("numpy", "Copy", func(x *Value) *Value { return x })
)

// Reshape gives x another shape, in which one size may be -1: as large as needed.
func Reshape(x *Value, shape ...int) *Value { return do(&reshape{shape}, x) }

// Apply implements [Operation].
func (o *reshape) Apply(in []*Value) []*Value {
	x, shape := in[0], []int(o.Shape)
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
		return in
	}
	return []*Value{graph.Apply(prim.Reshape{Shape: graph.DimsOf(to...)}, x)}
}

// Ravel returns x as one axis.
func Ravel(x *Value) *Value { return do(ravelOp, x) }

// Copy returns x.
func Copy(x *Value) *Value { return do(copyOp, x) }

// ExpandDims inserts axes of size 1, which are axes at of the result.
func ExpandDims(x *Value, at ...int) *Value { return do(&expandDims{at}, x) }

// Apply implements [Operation].
func (o *expandDims) Apply(in []*Value) []*Value {
	x, n := in[0], len(in[0].Shape)+len(o.Axis)
	shape := slices.Repeat([]int{0}, n)
	for _, at := range o.Axis {
		if at < -n || at >= n {
			Fail("ExpandDims", "axis %d is out of range for a value of shape %v", at, x.Shape)
		}
		if at < 0 {
			at += n
		}
		if shape[at] == 1 {
			Fail("ExpandDims", "received the axis %d twice", at)
		}
		shape[at] = 1
	}
	i := 0
	for _, d := range x.Shape {
		for shape[i] == 1 {
			i++
		}
		shape[i] = d
		i++
	}
	return []*Value{Reshape(x, shape...)}
}

// Squeeze removes axes of size 1, all there are if none is given.
func Squeeze(x *Value, at ...int) *Value { return do(&squeeze{at}, x) }

// Apply implements [Operation].
func (o *squeeze) Apply(in []*Value) []*Value {
	x := in[0]
	var gone prim.Axes
	for _, at := range o.Axis {
		at = axis("Squeeze", x, at)
		if x.Shape[at] != 1 {
			Fail("Squeeze", "axis %d of a value of shape %v has size %d, expected 1", at, x.Shape, x.Shape[at])
		}
		gone |= prim.AxesOf(at)
	}
	shape := []int{}
	for i, d := range x.Shape {
		if !gone.Has(i) && (d != 1 || o.Axis != nil) {
			shape = append(shape, d)
		}
	}
	return []*Value{Reshape(x, shape...)}
}

// Transpose permutes the axes of x; with no axes given it reverses them.
func Transpose(x *Value, axes ...int) *Value { return do(&transpose{axes}, x) }

// Apply implements [Operation].
func (o *transpose) Apply(in []*Value) []*Value {
	x := in[0]
	axes := slices.Clone([]int(o.Axes))
	if len(axes) == 0 {
		for i := len(x.Shape) - 1; i >= 0; i-- {
			axes = append(axes, i)
		}
	}
	if len(axes) != len(x.Shape) {
		Fail("Transpose", "axes %v are no permutation of the axes of a value of shape %v", axes, x.Shape)
	}
	for i, a := range axes {
		axes[i] = axis("Transpose", x, a)
	}
	return []*Value{graph.Apply(prim.Transpose{Perm: graph.DimsOf(axes...)}, x)}
}

// Moveaxis moves an axis of x to another place.
func Moveaxis(x *Value, from, to int) *Value { return do(&moveaxis{ints{from}, ints{to}}, x) }

// Apply implements [Operation].
func (o *moveaxis) Apply(in []*Value) []*Value {
	x := in[0]
	if len(o.Source) != len(o.Destination) {
		Fail("Moveaxis", "received the axes %v and the places %v, expected equally many", o.Source, o.Destination)
	}
	order := slices.Repeat([]int{-1}, len(x.Shape))
	var moved prim.Axes
	for i, s := range o.Source {
		s, d := axis("Moveaxis", x, s), axis("Moveaxis", x, o.Destination[i])
		if moved.Has(s) || order[d] >= 0 {
			Fail("Moveaxis", "received the axes %v and the places %v, expected each once", o.Source, o.Destination)
		}
		moved |= prim.AxesOf(s)
		order[d] = s
	}
	next := 0
	for i := range order {
		if order[i] >= 0 {
			continue
		}
		for moved.Has(next) {
			next++
		}
		order[i] = next
		next++
	}
	return []*Value{Transpose(x, order...)}
}

// Swapaxes exchanges two axes of x.
func Swapaxes(x *Value, a, b int) *Value { return do(&swapaxes{a, b}, x) }

// Apply implements [Operation].
func (o *swapaxes) Apply(in []*Value) []*Value {
	x := in[0]
	order := make([]int, len(x.Shape))
	for i := range order {
		order[i] = i
	}
	a, b := axis("Swapaxes", x, o.Axis1), axis("Swapaxes", x, o.Axis2)
	order[a], order[b] = b, a
	return []*Value{Transpose(x, order...)}
}
