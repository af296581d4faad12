package ops

// Elu returns x where x > 0 and alpha·(eˣ-1) elsewhere (Clevert, Unterthiner and
// Hochreiter, 2015). Keras's alpha is 1.
func Elu(x *Value, alpha float64) *Value {
	x = floating(x)
	positive := Greater(x, ZerosLike(x))
	// Where x is large eˣ is infinite, and would be in the gradient.
	low := Where(positive, ZerosLike(x), x)
	return Where(positive, x, Scale(Expm1(low), alpha))
}

// Selu returns 1.0507·Elu(x, 1.6733), whose constants keep mean 0 and variance 1
// (Klambauer, Unterthiner, Mayr and Hochreiter, 2017).
func Selu(x *Value) *Value {
	return Scale(Elu(x, 1.6732632423543772848170429916717), 1.0507009873554804934193349852946)
}

// Celu returns max(x, 0) + alpha·(exp(min(x, 0)/alpha) - 1), which is smooth at 0
// for every alpha (Barron, 2017). Keras's alpha is 1.
func Celu(x *Value, alpha float64) *Value {
	x = floating(x)
	zero := ZerosLike(x)
	low := Expm1(Divide(Minimum(x, zero), FullLike(x, alpha)))
	return Add(Maximum(x, zero), Scale(low, alpha))
}
