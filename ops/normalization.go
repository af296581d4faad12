package ops

type (
	moments struct {
		Axes         list `json:"axes" keras:"default=[];always"`
		Keepdims     bool `json:"keepdims" keras:"default=false;always"`
		Synchronized bool `json:"synchronized" keras:"default=false;always"`
	}
	normalize struct {
		Axis    axesOrLast `json:"axis" keras:"default=-1;always"`
		Order   *int       `json:"order" keras:"default=2;always"`
		Epsilon *float64   `json:"epsilon" keras:"default=null;always"`
	}
	batchNorm struct {
		Axis    int      `json:"axis" keras:"default=0;always"`
		Epsilon *float64 `json:"epsilon" keras:"default=0.001;always"`

		optional
	}
	layerNorm struct {
		Axis       axesOrLast `json:"axis" keras:"default=-1;always"`
		Epsilon    *float64   `json:"epsilon" keras:"default=null;always"`
		RMSScaling bool       `json:"rms_scaling" keras:"default=false;always"`

		optional
	}
	rmsNorm struct {
		Axis    axesOrLast `json:"axis" keras:"default=-1;always"`
		Epsilon *float64   `json:"epsilon" keras:"default=null;always"`

		optional
	}
)

var (
	_ = settings[moments]("nn", "Moments")
	_ = settings[normalize]("nn", "Normalize")
	_ = settings[batchNorm]("nn", "BatchNorm")
	_ = settings[layerNorm]("nn", "LayerNorm")
	_ = settings[rmsNorm]("nn", "RMSNorm")
)

// Moments returns the mean and the variance of x along the axes. With keepDims they
// keep the axes, with size 1.
func Moments(x *Value, keepDims bool, axes ...int) (mean, variance *Value) {
	out := doAll(&moments{Axes: axes, Keepdims: keepDims}, x)
	return out[0], out[1]
}

// Outputs implements [Several].
func (o *moments) Outputs([]*Value) int { return 2 }

// Apply implements [Operation].
func (o *moments) Apply(in []*Value) []*Value {
	x := floating(in[0])
	m := Mean(x, o.Axes...)
	kept := KeepDims(m, x, o.Axes...)
	v := Mean(Square(Subtract(x, kept)), o.Axes...)
	if o.Keepdims {
		return []*Value{kept, KeepDims(v, x, o.Axes...)}
	}
	return []*Value{m, v}
}

// Normalize returns x divided by its norm of an order, which is 2 for the usual one,
// along the axes, the last one if none is given.
func Normalize(x *Value, order int, axes ...int) *Value {
	return do(&normalize{Axis: axes, Order: &order}, x)
}

// Apply implements [Operation].
func (o *normalize) Apply(in []*Value) []*Value {
	x, axes := floating(in[0]), o.Axis.axes()
	if len(x.Shape) == 0 {
		x = Reshape(x, 1)
	}
	order, e := or(o.Order, 2), or(o.Epsilon, epsilon)
	if order < 1 {
		Fail("Normalize", "received the order %d, expected a positive number", order)
	}
	if order == 2 {
		inverse := Rsqrt(KeepDims(Sum(Square(x), axes...), x, axes...))
		return []*Value{Multiply(x, Minimum(inverse, FullLike(inverse, 1/e)))}
	}
	n := KeepDims(NormOf(x, float64(order), axes...), x, axes...)
	return []*Value{Divide(x, Maximum(n, FullLike(n, e)))}
}

// NormalizationOptions are what [BatchNormalization] and [LayerNormalization] do after
// they have brought values to mean 0 and variance 1.
type NormalizationOptions struct {
	// Scale is what values are multiplied by. Default: 1.
	Scale *Value

	// Offset is what is added to values. Default: 0.
	Offset *Value

	// Epsilon is added to the variance. Default: 1e-3 of a batch, 1e-7 of a layer.
	Epsilon *float64
}

// BatchNormalization returns (x-mean)/√(variance+Epsilon)·Scale + Offset, where the
// others are vectors along an axis of x.
func BatchNormalization(x, mean, variance *Value, at int, o NormalizationOptions) *Value {
	return do(&batchNorm{at, o.Epsilon, missing(3, o.Offset, o.Scale)}, present(x, mean, variance, o.Offset, o.Scale)...)
}

// LayerNormalization returns (x-mean)/√(variance+Epsilon)·Scale + Offset, with the mean
// and the variance of x along the axes, the last one if none is given, whose sizes
// Scale and Offset have.
func LayerNormalization(x *Value, o NormalizationOptions, axes ...int) *Value {
	return do(&layerNorm{axes, o.Epsilon, false, missing(1, o.Scale, o.Offset)}, present(x, o.Scale, o.Offset)...)
}

// RMSNormalization returns x/√(mean of x² + Epsilon)·Scale, with the mean along the
// axes, the last one if none is given. The Scale may be nil: 1. Keras's Epsilon is 1e-7.
func RMSNormalization(x, scale *Value, epsilon float64, axes ...int) *Value {
	return do(&rmsNorm{axes, &epsilon, missing(1, scale)}, present(x, scale)...)
}

// Arrange implements [Arranged].
func (o *batchNorm) Arrange(in []any) []any { return o.arranged(in, 5) }

// Arrange implements [Arranged].
func (o *layerNorm) Arrange(in []any) []any { return o.arranged(in, 3) }

// Arrange implements [Arranged].
func (o *rmsNorm) Arrange(in []any) []any { return o.arranged(in, 2) }

// Apply implements [Operation].
func (o *batchNorm) Apply(in []*Value) []*Value {
	in = o.spread(in, 5)
	x := floating(in[0])
	at := axis("BatchNormalization", x, o.Axis)
	along := func(v *Value) *Value {
		if v.Size() != x.Shape[at] {
			Fail("BatchNormalization", "received a value of shape %v, expected (%d,): axis %d of %v", v.Shape, x.Shape[at], at, x.Shape)
		}
		return onAxis(Cast(v, x.DType), len(x.Shape), at)
	}
	inverse := Rsqrt(AddScalar(along(in[2]), or(o.Epsilon, 1e-3)))
	if in[4] != nil {
		inverse = Multiply(inverse, along(in[4]))
	}
	rest := Multiply(Negative(along(in[1])), inverse)
	if in[3] != nil {
		rest = Add(rest, along(in[3]))
	}
	return []*Value{Add(Multiply(x, inverse), rest)}
}

// Apply implements [Operation].
func (o *layerNorm) Apply(in []*Value) []*Value {
	in = o.spread(in, 3)
	x, axes := floating(in[0]), o.Axis.axes()
	shape := ones(len(x.Shape))
	for _, a := range axes {
		a = axis("LayerNormalization", x, a)
		shape[a] = x.Shape[a]
	}
	along := func(v *Value) *Value {
		if len(v.Shape) == len(x.Shape) {
			return Cast(v, x.DType)
		}
		return Reshape(Cast(v, x.DType), shape...)
	}
	mean, variance := Moments(x, true, axes...)
	inverse := Rsqrt(AddScalar(variance, or(o.Epsilon, epsilon)))
	if in[1] != nil {
		inverse = Multiply(inverse, along(in[1]))
	}
	if o.RMSScaling {
		return []*Value{Cast(Multiply(x, inverse), in[0].DType)}
	}
	rest := Multiply(Negative(mean), inverse)
	if in[2] != nil {
		rest = Add(rest, along(in[2]))
	}
	return []*Value{Cast(Add(Multiply(x, inverse), rest), in[0].DType)}
}

// Apply implements [Operation].
func (o *rmsNorm) Apply(in []*Value) []*Value {
	x, axes := floating(in[0]), o.Axis.axes()
	square := KeepDims(Mean(Square(x), axes...), x, axes...)
	y := Multiply(x, Rsqrt(AddScalar(square, or(o.Epsilon, epsilon))))
	if len(in) > 1 && in[1] != nil {
		y = Multiply(y, Cast(in[1], x.DType))
	}
	return []*Value{Cast(y, in[0].DType)}
}
