package ops

import (
	"slices"

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

// A reducer is a function along axes, of which the result has none of these.
type reducer struct {
	class *Class
	f     func(x *Value, axes ...int) *Value
}

// A reduction is a call of a reducer.
type reduction struct {
	Axis     ints `json:"axis" keras:"default=null;always"`
	Keepdims bool `json:"keepdims" keras:"default=false;always"`

	of *reducer
}

// reduces makes known an operation whose settings are axes and whether they are kept
// with size 1.
func reduces(module, class string, f func(x *Value, axes ...int) *Value) *reducer {
	r := &reducer{&Class{Name: class, Module: "keras.src.ops." + module}, f}
	r.class.New = func() Operation { return &reduction{of: r} }
	register(r.class)
	return r
}

func (r *reducer) ownClass() *Class { return r.class }

func (r *reducer) do(x *Value, axes []int) *Value { return do(&reduction{Axis: axes, of: r}, x) }

func (r *reduction) ownClass() *Class { return r.of.class }

// Apply implements [Operation].
func (r *reduction) Apply(in []*Value) []*Value {
	y := r.of.f(in[0], r.Axis...)
	if r.Keepdims {
		y = KeepDims(y, in[0], r.Axis...)
	}
	return []*Value{y}
}

// keeping implements keeper.
func (r *reduction) keeping() Operation { return &reduction{r.Axis, true, r.of} }

// A keeper is a reduction that can keep the axes itself.
type keeper interface{ keeping() Operation }

// KeepDims gives a reduction of x along the axes those axes back, with size 1.
func KeepDims(reduced, x *Value, axes ...int) *Value {
	if IsSymbolic(reduced) {
		if k, ok := reduced.Call.Op.(keeper); ok {
			return do(k.keeping(), reduced.Call.In...)
		}
	}
	set := axesOf("KeepDims", x, axes)
	if IsSymbolic(reduced) {
		for i := range x.Shape {
			if set.Has(i) {
				reduced = ExpandDims(reduced, i)
			}
		}
		return reduced
	}
	s := x.Shape.Clone()
	for i := range s {
		if set.Has(i) {
			s[i] = 1
		}
	}
	return Reshape(reduced, s...)
}

var (
	sumOp  = reduces("numpy", "Sum", sum)
	meanOp = reduces("numpy", "Mean", mean)
	allOp  = reduces("numpy", "All", func(x *Value, axes ...int) *Value { return ofTruths(Min, Cast(x, tensor.Bool), axes) })
	anyOp  = reduces("numpy", "Any", func(x *Value, axes ...int) *Value { return ofTruths(Max, Cast(x, tensor.Bool), axes) })
	_      = reduces("numpy", "Amax", maxAlong)
	_      = reduces("numpy", "Amin", minAlong)
)

// Sum adds up x along the axes, all of them if none is given. Integers are added as
// ones of 32 bits at least.
func Sum(x *Value, axes ...int) *Value { return sumOp.do(x, axes) }

func sum(x *Value, axes ...int) *Value {
	x = widened(x)
	set := axesOf("Sum", x, axes)
	if set == 0 {
		return x
	}
	return graph.Apply(prim.ReduceSum{Axes: set}, x)
}

// widened converts truth values and small integers to ones of 32 bits.
func widened(x *Value) *Value {
	switch x.DType {
	case tensor.Bool, tensor.Int8, tensor.Int16:
		return Cast(x, tensor.Int32)
	case tensor.Uint8, tensor.Uint16:
		return Cast(x, tensor.Uint32)
	}
	return x
}

// Mean is the average of x along the axes, all of them if none is given.
func Mean(x *Value, axes ...int) *Value { return meanOp.do(x, axes) }

func mean(x *Value, axes ...int) *Value {
	x = floating(x)
	s := Sum(x, axes...)
	return Divide(s, FullLike(s, float64(count("Mean", x, axes))))
}

// count is the number of elements of x along axes.
func count(fn string, x *Value, axes []int) int {
	set, n := axesOf(fn, x, axes), 1
	for i, d := range x.Shape {
		if set.Has(i) {
			n *= d
		}
	}
	return n
}

// An extreme is the settings of [Max] and [Min].
type extreme struct {
	Axis     ints     `json:"axis" keras:"default=null;always"`
	Keepdims bool     `json:"keepdims" keras:"default=false;always"`
	Initial  *float64 `json:"initial" keras:"default=null;always"`
}

type (
	largest  struct{ extreme }
	smallest struct{ extreme }
)

var (
	_ = settings[largest]("numpy", "Max")
	_ = settings[smallest]("numpy", "Min")
)

// Max is the largest element of x along the axes, all of them if none is given.
func Max(x *Value, axes ...int) *Value { return do(&largest{extreme{Axis: axes}}, x) }

// Min is the smallest element of x along the axes, all of them if none is given.
func Min(x *Value, axes ...int) *Value { return do(&smallest{extreme{Axis: axes}}, x) }

// Apply implements [Operation].
func (o *largest) Apply(in []*Value) []*Value { return o.apply(in[0], maxAlong, Maximum) }

// Apply implements [Operation].
func (o *smallest) Apply(in []*Value) []*Value { return o.apply(in[0], minAlong, Minimum) }

func (o *largest) keeping() Operation  { return &largest{extreme{o.Axis, true, o.Initial}} }
func (o *smallest) keeping() Operation { return &smallest{extreme{o.Axis, true, o.Initial}} }

func (o *extreme) apply(x *Value, along func(x *Value, axes ...int) *Value, pair func(x, y *Value) *Value) []*Value {
	y := along(x, o.Axis...)
	if o.Initial != nil {
		y = pair(y, beside(y, *o.Initial))
	}
	if o.Keepdims {
		y = KeepDims(y, x, o.Axis...)
	}
	return []*Value{y}
}

func maxAlong(x *Value, axes ...int) *Value {
	set := axesOf("Max", x, axes)
	switch {
	case set == 0:
		return x
	case x.DType == tensor.Bool:
		return ofTruths(maxAlong, x, axes)
	}
	return graph.Apply(prim.ReduceMax{Axes: set}, x)
}

func minAlong(x *Value, axes ...int) *Value {
	set := axesOf("Min", x, axes)
	switch {
	case set == 0:
		return x
	case x.DType == tensor.Bool:
		return ofTruths(minAlong, x, axes)
	}
	return graph.Apply(prim.ReduceMin{Axes: set}, x)
}

// ofTruths is f of truth values as numbers.
func ofTruths(f func(x *Value, axes ...int) *Value, x *Value, axes []int) *Value {
	return Cast(f(Cast(x, tensor.Int32), axes...), tensor.Bool)
}

// All tells where x holds everywhere along the axes, all of them if none is given.
func All(x *Value, axes ...int) *Value { return allOp.do(x, axes) }

// Any tells where x holds somewhere along the axes, all of them if none is given.
func Any(x *Value, axes ...int) *Value { return anyOp.do(x, axes) }

// A product is the settings of [Prod].
type product struct {
	Axis     ints  `json:"axis" keras:"default=null;always"`
	Keepdims bool  `json:"keepdims" keras:"default=false;always"`
	DType    dtype `json:"dtype" keras:"default=null;plain;always"`
}

var _ = settings[product]("numpy", "Prod")

// Prod multiplies the elements of x along the axes, all of them if none is given.
func Prod(x *Value, axes ...int) *Value { return do(&product{Axis: axes}, x) }

func (o *product) keeping() Operation { return &product{o.Axis, true, o.DType} }

// Apply implements [Operation].
func (o *product) Apply(in []*Value) []*Value {
	x := in[0]
	y := widened(x)
	y = gathered("Prod", Cast(y, o.DType.or("Prod", y.DType)), o.Axis)
	rest := y.Shape[1:].Clone()
	if y.Shape[0] == 0 {
		y = Full(1, y.DType, append([]int{1}, rest...)...)
	}
	for n := y.Shape[0]; n > 1; n = y.Shape[0] {
		halves := Multiply(SliceAxis(y, 0, 0, n/2), SliceAxis(y, 0, n/2, n/2*2))
		if n%2 == 1 {
			halves = Concatenate([]*Value{halves, SliceAxis(y, 0, n-1, n)}, 0)
		}
		y = halves
	}
	y = Reshape(y, rest...)
	if o.Keepdims {
		y = KeepDims(y, x, o.Axis...)
	}
	return []*Value{y}
}

// gathered returns x with the axes, all of them if none is given, joined as its
// first one.
func gathered(fn string, x *Value, axes []int) *Value {
	set := axesOf(fn, x, axes)
	var first, rest, shape []int
	n := 1
	for i, d := range x.Shape {
		if set.Has(i) {
			first = append(first, i)
			n *= d
		} else {
			rest, shape = append(rest, i), append(shape, d)
		}
	}
	order := slices.Concat(first, rest)
	if !slices.IsSorted(order) {
		x = Transpose(x, order...)
	}
	return Reshape(x, append([]int{n}, shape...)...)
}
