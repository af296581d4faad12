package ops

import "github.com/gokeras/keras/internal/prim"

var (
	sigmoidOp    = curve("nn", "Sigmoid", prim.Sigmoid{})
	softplusOp   = unary("nn", "Softplus", softplus)
	logSigmoidOp = unary("nn", "LogSigmoid", func(x *Value) *Value { return Negative(Softplus(Negative(floating(x)))) })
	siluOp       = unary("nn", "Silu", func(x *Value) *Value { return Multiply(floating(x), Sigmoid(x)) })
	softsignOp   = unary("nn", "Softsign", func(x *Value) *Value { return Divide(x, AddScalar(Absolute(x), 1)) })
)

// Sigmoid returns 1/(1+e⁻ˣ).
func Sigmoid(x *Value) *Value { return do(sigmoidOp, x) }

// Softplus returns ln(1+eˣ) without overflow.
func Softplus(x *Value) *Value { return do(softplusOp, x) }

func softplus(x *Value) *Value {
	x = floating(x)
	// Of |x|, the maximum of x and -x has the gradient 0 at 0, which this needs.
	return Add(Maximum(x, ZerosLike(x)), Log1p(Exp(Negative(Maximum(x, Negative(x))))))
}

// LogSigmoid returns ln σ(x) = -ln(1+e⁻ˣ).
func LogSigmoid(x *Value) *Value { return do(logSigmoidOp, x) }

// Silu returns x·σ(x), also called swish (Ramachandran, Zoph and Le, 2017).
func Silu(x *Value) *Value { return do(siluOp, x) }

// Mish returns x·tanh(ln(1+eˣ)) (Misra, 2019).
func Mish(x *Value) *Value { return Multiply(x, Tanh(Softplus(x))) }

// Softsign returns x/(|x|+1).
func Softsign(x *Value) *Value { return do(softsignOp, x) }

// A squareplus is the settings of [Squareplus].
type squareplus struct {
	B *float64 `json:"b" keras:"default=4;always"`
}

var _ = settings[squareplus]("nn", "Squareplus")

// Squareplus returns ½(x + √(x²+b)) (Barron, 2021). Keras's b is 4. With b = 0 it
// is max(x, 0), whose gradient at 0 is ½ here and NaN in Keras.
func Squareplus(x *Value, b float64) *Value { return do(&squareplus{&b}, x) }

// Apply implements [Operation].
func (o *squareplus) Apply(in []*Value) []*Value {
	x, b := floating(in[0]), or(o.B, 4)
	if b == 0 {
		return []*Value{Maximum(x, ZerosLike(x))}
	}
	return []*Value{Scale(Add(x, Sqrt(AddScalar(Square(x), b))), .5)}
}
