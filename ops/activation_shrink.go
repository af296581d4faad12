package ops

// HardShrink returns x where |x| > threshold and 0 elsewhere. Keras's threshold
// is 0.5.
func HardShrink(x *Value, threshold float64) *Value {
	x = floating(x)
	return Where(Greater(Absolute(x), FullLike(x, threshold)), x, ZerosLike(x))
}

// SoftShrink returns x brought nearer to 0 by threshold, and 0 where |x| is not
// greater than it. Keras's threshold is 0.5.
func SoftShrink(x *Value, threshold float64) *Value {
	x = floating(x)
	low := Where(Less(x, FullLike(x, -threshold)), AddScalar(x, threshold), ZerosLike(x))
	return Where(Greater(x, FullLike(x, threshold)), AddScalar(x, -threshold), low)
}

// TanhShrink returns x - tanh x.
func TanhShrink(x *Value) *Value { return Subtract(x, Tanh(x)) }

// Threshold returns x where x > threshold and value elsewhere.
func Threshold(x *Value, threshold, value float64) *Value {
	x = floating(x)
	return Where(Greater(x, FullLike(x, threshold)), x, FullLike(x, value))
}
