package ops

// LogSigmoid returns ln σ(x) = -ln(1+e⁻ˣ).
func LogSigmoid(x *Value) *Value { return Negative(Softplus(Negative(floating(x)))) }

// Silu returns x·σ(x), also called swish (Ramachandran, Zoph and Le, 2017).
func Silu(x *Value) *Value { return Multiply(floating(x), Sigmoid(x)) }

// Mish returns x·tanh(ln(1+eˣ)) (Misra, 2019).
func Mish(x *Value) *Value { return Multiply(floating(x), Tanh(Softplus(x))) }

// Softsign returns x/(|x|+1).
func Softsign(x *Value) *Value { return Divide(x, AddScalar(Absolute(x), 1)) }

// Squareplus returns ½(x + √(x²+b)) (Barron, 2021). Keras's b is 4. With b = 0 it
// is max(x, 0), whose gradient at 0 is ½ here and NaN in Keras.
func Squareplus(x *Value, b float64) *Value {
	x = floating(x)
	if b == 0 {
		return Maximum(x, ZerosLike(x))
	}
	return Scale(Add(x, Sqrt(AddScalar(Square(x), b))), .5)
}
