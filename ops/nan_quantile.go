package ops

import "github.com/gokeras/keras/tensor"

type (
	nanQuantile   quantile
	nanPercentile quantile
)

var (
	_           = settings[nanQuantile]("numpy", "Nanquantile")
	_           = settings[nanPercentile]("numpy", "Nanpercentile")
	nanMedianOp = reduces("numpy", "Nanmedian", func(x *Value, axes ...int) *Value {
		return nanQuantileOf("NanMedian", x, halfOf(x), axes, "linear")
	})
)

// NanMedian is Median of the elements that are numbers.
func NanMedian(x *Value, axes ...int) *Value { return nanMedianOp.do(x, axes) }

// NanQuantile is [Quantile] of the elements that are numbers.
func NanQuantile(x, q *Value, method string, axes ...int) *Value {
	return do(&nanQuantile{Axis: axes, Method: method}, x, q)
}

// NanPercentile is [Percentile] of the elements that are numbers.
func NanPercentile(x, q *Value, method string, axes ...int) *Value {
	return do(&nanPercentile{Axis: axes, Method: method}, x, q)
}

func (o *nanQuantile) keeping() Operation { return &nanQuantile{o.Axis, o.Method, true} }

func (o *nanPercentile) keeping() Operation { return &nanPercentile{o.Axis, o.Method, true} }

// Apply implements [Operation].
func (o *nanQuantile) Apply(in []*Value) []*Value {
	y := nanQuantileOf("NanQuantile", in[0], in[1], o.Axis, o.Method)
	return (*quantile)(o).kept(y, in[0], in[1])
}

// Apply implements [Operation].
func (o *nanPercentile) Apply(in []*Value) []*Value {
	q := floating(in[1])
	return (*nanQuantile)(o).Apply([]*Value{in[0], Divide(q, Const(100, q.DType))})
}

// nanQuantileOf is between with the number of the elements that are numbers, which
// sorting puts first.
func nanQuantileOf(fn string, x, q *Value, axes []int, method string) *Value {
	x = floating(x)
	all := gathered(fn, x, axes)
	if all.Shape[0] == 0 {
		Fail(fn, "a value of shape %v has no element along the axes %v", x.Shape, axes)
	}
	s, rest := Sort(all, 0), all.Shape[1:]
	n := Sum(Cast(LogicalNot(IsNaN(all)), x.DType), 0)
	flat := Reshape(Cast(q, x.DType), append([]int{-1}, ones(len(rest))...)...)
	at := Multiply(flat, Maximum(AddScalar(n, -1), ZerosLike(n)))
	y := between(fn, at, method, func(at *Value) *Value { return picked(s, Cast(at, tensor.Int32), 0) })
	return Reshape(y, append(q.Shape.Clone(), rest...)...)
}
