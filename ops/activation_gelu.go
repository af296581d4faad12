package ops

import "math"

// Gelu returns x·Φ(x), where Φ(x) = ½(1 + erf(x/√2)) is the distribution function
// of the normal distribution (Hendrycks and Gimpel, 2016). The approximation is
// ½x·(1 + tanh(√(2/π)·(x + 0.044715x³))). Keras's is not approximate.
func Gelu(x *Value, approximate bool) *Value {
	x = floating(x)
	if approximate {
		cubic := Add(x, Scale(Multiply(Square(x), x), .044715))
		return Multiply(x, Scale(AddScalar(Tanh(Scale(cubic, math.Sqrt(2/math.Pi))), 1), .5))
	}
	// 1 + erf(x) loses all digits for negative x; erfc(-x) is the same.
	return Multiply(Scale(x, .5), Erfc(Scale(x, -1/math.Sqrt2)))
}
