package ops

import (
	"github.com/gokeras/keras/tensor"
)

var (
	varOp       = reduces("numpy", "Var", variance)
	stdOp       = reduces("numpy", "Std", func(x *Value, axes ...int) *Value { return Sqrt(Var(x, axes...)) })
	ptpOp       = reduces("numpy", "Ptp", func(x *Value, axes ...int) *Value { return Subtract(Max(x, axes...), Min(x, axes...)) })
	medianOp    = reduces("numpy", "Median", func(x *Value, axes ...int) *Value { return quantileOf(x, halfOf(x), axes, "linear") })
	logSumExpOp = reduces("math", "Logsumexp", logSumExp)
	corrCoefOp  = unary("numpy", "Corrcoef", corrCoef)
)

// Var is the average square of the distance of x from its mean along the axes, all of
// them if none is given.
func Var(x *Value, axes ...int) *Value { return varOp.do(x, axes) }

func variance(x *Value, axes ...int) *Value {
	x = floating(x)
	return Mean(Square(Subtract(x, KeepDims(Mean(x, axes...), x, axes...))), axes...)
}

// Std is the square root of Var.
func Std(x *Value, axes ...int) *Value { return stdOp.do(x, axes) }

// Ptp is the distance of the largest from the smallest element of x along the axes,
// all of them if none is given.
func Ptp(x *Value, axes ...int) *Value { return ptpOp.do(x, axes) }

// Median is the element of x in the middle of the order along the axes, all of them if
// none is given; the average of two if their number is even.
func Median(x *Value, axes ...int) *Value { return medianOp.do(x, axes) }

func halfOf(x *Value) *Value { return Const(.5, floating(x).DType) }

// LogSumExp is ln Σeˣ along the axes, all of them if none is given.
func LogSumExp(x *Value, axes ...int) *Value { return logSumExpOp.do(x, axes) }

func logSumExp(x *Value, axes ...int) *Value {
	x = floating(x)
	top := StopGradient(Max(x, axes...))
	return Add(Log(Sum(Exp(shifted(x, axes)), axes...)), top)
}

// A quantile is the settings of [Quantile] and [Percentile].
type quantile struct {
	Axis     ints   `json:"axis" keras:"default=null;always"`
	Method   string `json:"method" keras:"default=linear;always"`
	Keepdims bool   `json:"keepdims" keras:"default=false;always"`
}

type percentile struct{ quantile }

var (
	_ = settings[quantile]("numpy", "Quantile")
	_ = settings[percentile]("numpy", "Percentile")
)

// Quantile is the number below which a part q of the elements of x lies, along the
// axes, all of them if none is given. The axes of q stand before those of the result.
// Between two elements the method decides: "linear" (or ""), "lower", "higher",
// "midpoint" or "nearest".
func Quantile(x, q *Value, method string, axes ...int) *Value {
	return do(&quantile{Axis: axes, Method: method}, x, q)
}

// Percentile is [Quantile] of q/100.
func Percentile(x, q *Value, method string, axes ...int) *Value {
	return do(&percentile{quantile{Axis: axes, Method: method}}, x, q)
}

func (o *quantile) keeping() Operation { return &quantile{o.Axis, o.Method, true} }

func (o *percentile) keeping() Operation { return &percentile{quantile{o.Axis, o.Method, true}} }

// Apply implements [Operation].
func (o *quantile) Apply(in []*Value) []*Value {
	return o.kept(quantileOf(in[0], in[1], o.Axis, o.Method), in[0], in[1])
}

// kept gives quantiles q of x the axes back, if they are to be kept.
func (o *quantile) kept(y, x, q *Value) []*Value {
	if !o.Keepdims {
		return []*Value{y}
	}
	set := axesOf("Quantile", x, o.Axis)
	shape := q.Shape.Clone()
	for i, d := range x.Shape {
		if set.Has(i) {
			d = 1
		}
		shape = append(shape, d)
	}
	return []*Value{Reshape(y, shape...)}
}

// Apply implements [Operation].
func (o *percentile) Apply(in []*Value) []*Value {
	q := floating(in[1])
	return o.quantile.Apply([]*Value{in[0], Divide(q, Const(100, q.DType))})
}

func quantileOf(x, q *Value, axes []int, method string) *Value {
	x = floating(x)
	q = Cast(q, x.DType)
	s := Sort(gathered("Quantile", x, axes), 0)
	n := s.Shape[0]
	if n == 0 {
		Fail("Quantile", "a value of shape %v has no element along the axes %v", x.Shape, axes)
	}
	at := Clip(Multiply(q, Const(float64(n-1), q.DType)), 0, float64(n-1))
	wide := Reshape(at, append(q.Shape.Clone(), ones(len(s.Shape)-1)...)...)
	element := func(at *Value) *Value { return Take(s, Cast(Reshape(at, q.Shape...), tensor.Int32), 0) }
	y := between("Quantile", wide, method, element)
	// Of numbers and NaN there is no order.
	last := Take(s, Const(float64(n-1), tensor.Int32), 0)
	return Where(IsNaN(last), last, y)
}

// between returns what a method makes of the elements before and behind places that
// needn't be whole numbers.
func between(fn string, at *Value, method string, element func(at *Value) *Value) *Value {
	low, high := Floor(at), Ceil(at)
	switch method {
	case "", "linear":
		part := Subtract(at, low)
		return Add(Multiply(element(low), Subtract(OnesLike(part), part)), Multiply(element(high), part))
	case "lower":
		return element(low)
	case "higher":
		return element(high)
	case "midpoint":
		return Scale(Add(element(low), element(high)), .5)
	case "nearest":
		return element(Round(at))
	}
	Fail(fn, `received the method %q, expected "linear", "lower", "higher", "midpoint" or "nearest"`, method)
	return nil
}

// An average is the settings of [Average].
type average struct {
	Axis ints `json:"axis" keras:"default=null;always"`
}

var _ = settings[average]("numpy", "Average")

// Average is the mean of x along the axes, all of them if none is given, each element
// counting as much as its weight says. Weights of one axis stand for those along the
// one axis; nil are equal ones.
func Average(x, weights *Value, axes ...int) *Value {
	if weights == nil {
		return do(&average{axes}, x)
	}
	return do(&average{axes}, x, weights)
}

// Apply implements [Operation].
func (o *average) Apply(in []*Value) []*Value {
	x := floating(in[0])
	if len(in) == 1 || in[1] == nil {
		return []*Value{Mean(x, o.Axis...)}
	}
	x, w := Cast(x, ResultType(x.DType, in[1].DType)), in[1]
	w = Cast(w, x.DType)
	if len(w.Shape) == 1 && len(x.Shape) > 1 {
		if len(o.Axis) != 1 {
			Fail("Average", "received weights of shape %v for a value of shape %v and the axes %v, expected one axis", w.Shape, x.Shape, o.Axis)
		}
		w = onAxis(w, len(x.Shape), axis("Average", x, o.Axis[0]))
	}
	total := Sum(expand(w, x.Shape), o.Axis...)
	return []*Value{Divide(Sum(Multiply(x, w), o.Axis...), total)}
}

// CorrCoef is the correlation of the rows of x with each other, (n, n) of (n, m).
func CorrCoef(x *Value) *Value { return do(corrCoefOp, x) }

func corrCoef(x *Value) *Value {
	x = floating(x)
	if len(x.Shape) != 2 {
		Fail("CorrCoef", "received a value of shape %v, expected two axes", x.Shape)
	}
	d := Subtract(x, KeepDims(Mean(x, 1), x, 1))
	c := Scale(Matmul(d, Transpose(d)), 1/float64(max(x.Shape[1]-1, 1)))
	s := Sqrt(Scale(Sum(Square(d), 1), 1/float64(max(x.Shape[1]-1, 1))))
	return Clip(Divide(Divide(c, ExpandDims(s, 1)), s), -1, 1)
}

// CountNonzero is the number (int32) of elements of x that aren't 0 along the axes,
// all of them if none is given.
func CountNonzero(x *Value, axes ...int) *Value { return do(&countNonzero{axes}, x) }

type countNonzero struct {
	Axis ints `json:"axis" keras:"default=null;always"`
}

var _ = settings[countNonzero]("numpy", "CountNonzero")

// Apply implements [Operation].
func (o *countNonzero) Apply(in []*Value) []*Value {
	return []*Value{Sum(Cast(in[0], tensor.Bool), o.Axis...)}
}
