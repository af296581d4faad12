package ops

import "math"

type gelu struct {
	Approximate *bool `json:"approximate" keras:"default=true;always"`
}

var _ = settings[gelu]("nn", "Gelu")

// Gelu returns x·Φ(x), where Φ(x) = ½(1 + erf(x/√2)) is the distribution function
// of the normal distribution (Hendrycks and Gimpel, 2016). The approximation is
// ½x·(1 + tanh(√(2/π)·(x + 0.044715x³))). Keras's activation is not approximate, its
// operation is.
func Gelu(x *Value, approximate bool) *Value { return do(&gelu{&approximate}, x) }

// Apply implements [Operation].
func (o *gelu) Apply(in []*Value) []*Value {
	x := floating(in[0])
	if or(o.Approximate, true) {
		cubic := Add(x, Scale(Multiply(Square(x), x), .044715))
		return []*Value{Multiply(x, Scale(AddScalar(Tanh(Scale(cubic, math.Sqrt(2/math.Pi))), 1), .5))}
	}
	// 1 + erf(x) loses all digits for negative x; erfc(-x) is the same.
	return []*Value{Multiply(Scale(x, .5), Erfc(Scale(x, -1/math.Sqrt2)))}
}
