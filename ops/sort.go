package ops

import (
	"math"

	"github.com/gokeras/keras/internal/graph"
	"github.com/gokeras/keras/internal/prim"
	"github.com/gokeras/keras/tensor"
)

type (
	argmax struct {
		Axis     *int `json:"axis" keras:"default=null;always"`
		Keepdims bool `json:"keepdims" keras:"default=false;always"`
	}
	argmin    argmax
	nanArgmax argmax
	nanArgmin argmax
	sortAlong lastAxis
	argsort   lastAxis
	takeAlong struct {
		Axis *int `json:"axis" keras:"default=null;always"`
	}
	topK struct {
		K      int   `json:"k" keras:"default=1;always"`
		Sorted *bool `json:"sorted" keras:"default=true;always"`
	}
	inTopK struct {
		K int `json:"k" keras:"default=1;always"`
	}
	argPartition struct {
		Kth  int  `json:"kth" keras:"default=0;always"`
		Axis *int `json:"axis" keras:"default=-1;always"`
	}
)

// A lastAxis is an axis, the last one if nothing else is said.
type lastAxis struct {
	Axis *int `json:"axis" keras:"default=-1;always"`
}

var (
	_ = settings[argmax]("numpy", "Argmax")
	_ = settings[argmin]("numpy", "Argmin")
	_ = settings[nanArgmax]("numpy", "Nanargmax")
	_ = settings[nanArgmin]("numpy", "Nanargmin")
	_ = settings[sortAlong]("numpy", "Sort")
	_ = settings[argsort]("numpy", "Argsort")
	_ = settings[argPartition]("numpy", "Argpartition")
	_ = settings[takeAlong]("numpy", "TakeAlongAxis")
	_ = settings[topK]("math", "TopK")
	_ = settings[inTopK]("math", "InTopK")
)

// ArgMax is the place (int32) of the largest element of x along an axis, the
// first one if there are several, the first NaN if there is one.
func ArgMax(x *Value, at int) *Value { return do(&argmax{Axis: &at}, x) }

// ArgMin is the place (int32) of the smallest element of x along an axis, the first
// one if there are several, the first NaN if there is one.
func ArgMin(x *Value, at int) *Value { return do(&argmin{Axis: &at}, x) }

// NanArgMax is ArgMax of the elements that are numbers, -1 if there is none.
func NanArgMax(x *Value, at int) *Value { return do(&nanArgmax{Axis: &at}, x) }

// NanArgMin is ArgMin of the elements that are numbers, -1 if there is none.
func NanArgMin(x *Value, at int) *Value { return do(&nanArgmin{Axis: &at}, x) }

func (o *argmax) keeping() Operation    { return &argmax{o.Axis, true} }
func (o *argmin) keeping() Operation    { return &argmin{o.Axis, true} }
func (o *nanArgmax) keeping() Operation { return &nanArgmax{o.Axis, true} }
func (o *nanArgmin) keeping() Operation { return &nanArgmin{o.Axis, true} }

// Apply implements [Operation].
func (o *argmax) Apply(in []*Value) []*Value { return o.place(in[0], false) }

// Apply implements [Operation].
func (o *argmin) Apply(in []*Value) []*Value { return (*argmax)(o).place(descending(in[0]), false) }

// Apply implements [Operation].
func (o *nanArgmax) Apply(in []*Value) []*Value { return (*argmax)(o).place(in[0], true) }

// Apply implements [Operation].
func (o *nanArgmin) Apply(in []*Value) []*Value { return (*argmax)(o).place(descending(in[0]), true) }

// place returns where the largest elements are; with skip, of those that are numbers.
func (o *argmax) place(x *Value, skip bool) []*Value {
	x = truthsAsNumbers(x)
	y, at := x, 0
	if o.Axis == nil {
		y = Reshape(x, -1)
	} else {
		at = axis("ArgMax", x, *o.Axis)
	}
	var z *Value
	if skip {
		nan := IsNaN(y)
		z = graph.Apply(prim.ArgMax{Axis: at}, Where(nan, lowest(y), y))
		z = Where(All(nan, at), FullLike(z, -1), z)
	} else {
		z = graph.Apply(prim.ArgMax{Axis: at}, y)
	}
	switch {
	case o.Keepdims && o.Axis == nil:
		z = Reshape(z, ones(len(x.Shape))...)
	case o.Keepdims:
		z = KeepDims(z, x, at)
	}
	return []*Value{z}
}

// descending turns the order of x round.
func descending(x *Value) *Value { return mirror(truthsAsNumbers(x)) }

// lowest returns numbers of x's type that none is below, in its shape.
func lowest(x *Value) *Value {
	if lo, _, ok := limits(x.DType); ok {
		return FullLike(x, lo)
	}
	return FullLike(x, math.Inf(-1))
}

// ArgSort is the places (int32) of the elements of x along an axis in growing order,
// equal ones in theirs, NaN last.
func ArgSort(x *Value, at int) *Value { return do(&argsort{&at}, x) }

// Apply implements [Operation].
func (o *argsort) Apply(in []*Value) []*Value {
	x := truthsAsNumbers(in[0])
	if len(x.Shape) == 0 {
		return []*Value{Full(0, tensor.Int32)}
	}
	return []*Value{graph.Apply(prim.ArgSort{Axis: axis("ArgSort", x, or(o.Axis, -1))}, x)}
}

// ArgPartition is the places (int32) of the elements of x along an axis in an order in
// which the kth is where sorting puts it, those before it are not larger and those
// behind it not smaller. It is that of sorting.
func ArgPartition(x *Value, kth, at int) *Value { return do(&argPartition{kth, &at}, x) }

// Apply implements [Operation].
func (o *argPartition) Apply(in []*Value) []*Value {
	return []*Value{ArgSort(in[0], or(o.Axis, -1))}
}

// TakeAlongAxis picks elements of x by their indices along an axis. An index below 0
// counts from the end.
func TakeAlongAxis(x, indices *Value, at int) *Value { return do(&takeAlong{&at}, x, indices) }

// Apply implements [Operation].
func (o *takeAlong) Apply(in []*Value) []*Value {
	x, i, at := in[0], whole("TakeAlongAxis", in[1]), 0
	if o.Axis == nil {
		x, i = Reshape(x, -1), Reshape(i, -1)
	} else {
		at = axis("TakeAlongAxis", x, *o.Axis)
	}
	if len(x.Shape) == len(i.Shape) {
		// Other axes are broadcast.
		xs, is := x.Shape.Clone(), i.Shape.Clone()
		for k := range xs {
			if k != at {
				xs[k], is[k] = max(xs[k], is[k]), max(xs[k], is[k])
			}
		}
		x, i = expand(x, xs), expand(i, is)
		i = Where(Less(i, ZerosLike(i)), AddScalar(i, float64(x.Shape[at])), i)
	}
	return []*Value{picked(x, i, at)}
}

// picked takes elements of x by places that are in range.
func picked(x, places *Value, at int) *Value {
	if x.DType == tensor.Bool {
		return Cast(picked(Cast(x, tensor.Int32), places, at), tensor.Bool)
	}
	return graph.Apply(prim.TakeAlong{Axis: at}, x, places)
}

// Sort is the elements of x in growing order along an axis, NaN last.
func Sort(x *Value, at int) *Value { return do(&sortAlong{&at}, x) }

// Apply implements [Operation].
func (o *sortAlong) Apply(in []*Value) []*Value {
	x := in[0]
	if len(x.Shape) == 0 {
		return in
	}
	at := axis("Sort", x, or(o.Axis, -1))
	return []*Value{picked(x, ArgSort(x, at), at)}
}

// TopK returns the k largest elements of x along its last axis, from the largest
// down, and their places (int32).
func TopK(x *Value, k int) (values, places *Value) {
	out := doAll(&topK{K: k}, x)
	return out[0], out[1]
}

// Outputs implements [Several].
func (o *topK) Outputs([]*Value) int { return 2 }

// Apply implements [Operation].
func (o *topK) Apply(in []*Value) []*Value {
	x := in[0]
	last := axis("TopK", x, -1)
	if n := x.Shape[last]; o.K < 0 || o.K > n {
		Fail("TopK", "received k = %d for an axis of size %d, expected a number from 0 to it", o.K, n)
	}
	places := SliceAxis(ArgSort(descending(x), last), last, 0, o.K)
	return []*Value{picked(x, places, last), places}
}

// InTopK tells which targets (n) are among the k largest predictions of their row
// (n, classes). Predictions as large as the kth count as among them.
func InTopK(targets, predictions *Value, k int) *Value { return do(&inTopK{k}, targets, predictions) }

// Apply implements [Operation].
func (o *inTopK) Apply(in []*Value) []*Value {
	t, p := whole("InTopK", in[0]), floating(in[1])
	last := axis("InTopK", p, -1)
	classes := p.Shape[last]
	valid := LogicalAnd(GreaterEqual(t, ZerosLike(t)), Less(t, FullLike(t, float64(classes))))
	own := picked(p, ExpandDims(Where(valid, t, ZerosLike(t)), -1), last)
	better := Sum(Greater(p, own), last)
	among := LogicalAnd(Less(better, FullLike(better, float64(o.K))), All(IsFinite(own), last))
	return []*Value{LogicalAnd(among, valid)}
}
