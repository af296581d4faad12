package ops

type (
	hardShrink struct {
		Threshold *float64 `json:"threshold" keras:"default=0.5;always"`
	}
	softShrink hardShrink
	threshold  struct {
		Threshold    float64 `json:"threshold" keras:"default=0;always"`
		DefaultValue float64 `json:"default_value" keras:"default=0;always"`
	}
)

var (
	_            = settings[hardShrink]("nn", "HardShrink")
	_            = settings[softShrink]("nn", "SoftShrink")
	_            = settings[threshold]("nn", "Threshold")
	tanhShrinkOp = unary("nn", "TanhShrink", func(x *Value) *Value { return Subtract(x, Tanh(x)) })
)

// HardShrink returns x where |x| > threshold and 0 elsewhere. Keras's threshold
// is 0.5.
func HardShrink(x *Value, threshold float64) *Value { return do(&hardShrink{&threshold}, x) }

// Apply implements [Operation].
func (o *hardShrink) Apply(in []*Value) []*Value {
	x := floating(in[0])
	return []*Value{Where(Greater(Absolute(x), FullLike(x, or(o.Threshold, .5))), x, ZerosLike(x))}
}

// SoftShrink returns x brought nearer to 0 by threshold, and 0 where |x| is not
// greater than it. Keras's threshold is 0.5.
func SoftShrink(x *Value, threshold float64) *Value { return do(&softShrink{&threshold}, x) }

// Apply implements [Operation].
func (o *softShrink) Apply(in []*Value) []*Value {
	x, threshold := floating(in[0]), or(o.Threshold, .5)
	low := Where(Less(x, FullLike(x, -threshold)), AddScalar(x, threshold), ZerosLike(x))
	return []*Value{Where(Greater(x, FullLike(x, threshold)), AddScalar(x, -threshold), low)}
}

// TanhShrink returns x - tanh x.
func TanhShrink(x *Value) *Value { return do(tanhShrinkOp, x) }

// Threshold returns x where x > limit and value elsewhere.
func Threshold(x *Value, limit, value float64) *Value { return do(&threshold{limit, value}, x) }

// Apply implements [Operation].
func (o *threshold) Apply(in []*Value) []*Value {
	x := floating(in[0])
	return []*Value{Where(Greater(x, FullLike(x, o.Threshold)), x, FullLike(x, o.DefaultValue))}
}
