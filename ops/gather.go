package ops

import (
	"slices"

	"github.com/gokeras/keras/internal/graph"
	"github.com/gokeras/keras/internal/prim"
	"github.com/gokeras/keras/tensor"
)

type (
	take struct {
		Axis *int `json:"axis"`
	}
	scatter struct {
		Shape tensor.Shape `json:"shape"`
	}
	scatterUpdate struct {
		Reduction string `json:"reduction"`
	}
	segmentSum struct {
		Segments int  `json:"num_segments"`
		Sorted   bool `json:"sorted"`
	}
	segmentMax segmentSum
	segmentMin segmentSum
)

var (
	_ = settings[take]("numpy", "Take")
	_ = settings[scatter]("core", "Scatter")
	_ = settings[scatterUpdate]("core", "ScatterUpdate")
	_ = settings[segmentSum]("math", "SegmentSum")
	_ = settings[segmentMax]("math", "SegmentMax")
	_ = settings[segmentMin]("math", "SegmentMin")
)

// Take picks slices of x along an axis: in the result the axes of the indices stand
// in place of that axis. An index below 0 counts from the end; where one is out of
// range the slice is NaN or, of integers, the smallest number.
func Take(x, indices *Value, at int) *Value { return do(&take{&at}, x, indices) }

// Apply implements [Operation].
func (o *take) Apply(in []*Value) []*Value {
	x, at := in[0], 0
	if o.Axis == nil {
		x = Reshape(x, -1)
	} else {
		at = axis("Take", x, *o.Axis)
	}
	return []*Value{graph.Apply(prim.Gather{Axis: at}, x, whole("Take", in[1]))}
}

// whole returns indices in the type that primitives take.
func whole(fn string, indices *Value) *Value {
	if !indices.DType.IsInteger() {
		Fail(fn, "received indices of type %v, expected integers", indices.DType)
	}
	return Cast(indices, tensor.Int32)
}

// Scatter returns zeros of the given shape, to which slices of values are added:
// values[i…] at indices[i…, :], which are places along the first axes. What goes out
// of range is dropped.
func Scatter(indices, values *Value, shape ...int) *Value {
	return do(&scatter{shape}, indices, values)
}

// Apply implements [Operation].
func (o *scatter) Apply(in []*Value) []*Value {
	p := newPlaces("Scatter", in[0], in[1], o.Shape)
	return []*Value{p.put(prim.ScatterAdd{N: p.n}, p.values)}
}

// ScatterUpdate returns x with slices replaced: x at indices[i…, :], which are places
// along the first axes, by updates[i…], the last of several for one place. With the
// reduction "add", "max" or "min" the slices are combined with those of x instead; ""
// is none.
func ScatterUpdate(x, indices, updates *Value, reduction string) *Value {
	return do(&scatterUpdate{reduction}, x, indices, updates)
}

// Apply implements [Operation].
func (o *scatterUpdate) Apply(in []*Value) []*Value {
	x := in[0]
	p := newPlaces("ScatterUpdate", in[1], Cast(in[2], x.DType), x.Shape)
	most := prim.ScatterMax{N: p.n}
	switch o.Reduction {
	case "":
		rows := Arange(p.indices.Size(), tensor.Int32)
		last := graph.Apply(most, rows, p.indices)
		written := GreaterEqual(last, ZerosLike(last))
		taken := graph.Apply(prim.Gather{}, p.values, Maximum(last, ZerosLike(last)))
		taken = Reshape(taken, x.Shape...)
		shape := slices.Repeat([]int{1}, len(x.Shape))
		copy(shape, x.Shape[:p.axes])
		return []*Value{Where(Reshape(written, shape...), taken, x)}
	case "add":
		return []*Value{Add(x, p.put(prim.ScatterAdd{N: p.n}, p.values))}
	case "max":
		return []*Value{Maximum(x, p.put(most, p.values))}
	case "min":
		return []*Value{Minimum(x, Negative(p.put(most, Negative(p.values))))}
	}
	Fail("ScatterUpdate", `received the reduction %q, expected "add", "max", "min" or ""`, o.Reduction)
	return nil
}

// places are where slices go in an array.
type places struct {
	axes, n int    // the first axes, as one of n places
	indices *Value // along that; n where out of range
	values  *Value // the slices, in a list
	shape   tensor.Shape
}

func newPlaces(fn string, indices, values *Value, shape tensor.Shape) places {
	r := len(indices.Shape)
	if r == 0 || indices.Shape[r-1] > len(shape) || indices.Shape[r-1] == 0 {
		Fail(fn, "received indices of shape %v, expected a last axis of 1 to %d indices for a shape %v", indices.Shape, len(shape), shape)
	}
	k := indices.Shape[r-1]
	if want := append(indices.Shape[:r-1].Clone(), shape[k:]...); !values.Shape.Equal(want) {
		Fail(fn, "received values of shape %v, expected %v for indices of shape %v and a shape %v", values.Shape, tensor.Shape(want), indices.Shape, shape)
	}
	p := places{axes: k, n: shape[:k].Size(), shape: shape}
	rows := indices.Shape[:r-1].Size()
	list := Reshape(whole(fn, indices), rows, k)
	valid := Full(1, tensor.Bool, rows)
	at := Full(0, tensor.Int32, rows)
	for i, d := range shape[:k] {
		one, size := Reshape(SliceAxis(list, 1, i, i+1), rows), Full(float64(d), tensor.Int32, rows)
		one = Where(Less(one, ZerosLike(one)), Add(one, size), one)
		valid = LogicalAnd(valid, LogicalAnd(GreaterEqual(one, ZerosLike(one)), Less(one, size)))
		at = Add(Multiply(at, size), one)
	}
	p.indices = Where(valid, at, FullLike(at, float64(p.n)))
	p.values = Reshape(values, append([]int{rows}, shape[k:]...)...)
	return p
}

// put applies a primitive that puts slices to the places.
func (p places) put(op graph.Op, values *Value) *Value {
	return Reshape(graph.Apply(op, values, p.indices), p.shape...)
}

// SegmentSum adds up the slices of data that have the same id, of n: slice i of the
// result is the sum of those with id i. Other ids are dropped.
func SegmentSum(data, ids *Value, n int) *Value { return do(&segmentSum{Segments: n}, data, ids) }

// SegmentMax is [SegmentSum] with the largest elements; the lowest of their type
// where a segment has none.
func SegmentMax(data, ids *Value, n int) *Value { return do(&segmentMax{Segments: n}, data, ids) }

// SegmentMin is [SegmentSum] with the smallest elements; the highest of their type
// where a segment has none.
func SegmentMin(data, ids *Value, n int) *Value { return do(&segmentMin{Segments: n}, data, ids) }

// Apply implements [Operation].
func (o *segmentSum) Apply(in []*Value) []*Value {
	return segments("SegmentSum", prim.ScatterAdd{N: o.Segments}, in[0], in[1], o.Segments)
}

// Apply implements [Operation].
func (o *segmentMax) Apply(in []*Value) []*Value {
	return segments("SegmentMax", prim.ScatterMax{N: o.Segments}, in[0], in[1], o.Segments)
}

// Apply implements [Operation].
func (o *segmentMin) Apply(in []*Value) []*Value {
	y := segments("SegmentMin", prim.ScatterMax{N: o.Segments}, mirror(in[0]), in[1], o.Segments)
	return []*Value{mirror(y[0])}
}

// mirror turns the order of numbers round, without overflow.
func mirror(x *Value) *Value {
	if x.DType.IsFloat() {
		return Negative(x)
	}
	return Subtract(FullLike(x, -1), x)
}

func segments(fn string, op graph.Op, data, ids *Value, n int) []*Value {
	if n <= 0 {
		Fail(fn, "received %d segments, expected a positive number", n)
	}
	ids = whole(fn, ids)
	ids = Where(Less(ids, ZerosLike(ids)), FullLike(ids, float64(n)), ids)
	return []*Value{graph.Apply(op, data, ids)}
}
