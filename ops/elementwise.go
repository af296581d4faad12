package ops

import (
	"math"

	"github.com/gokeras/keras/internal/graph"
	"github.com/gokeras/keras/internal/prim"
	"github.com/gokeras/keras/tensor"
)

func binary(fn string, op graph.Op, x, y *Value) *Value {
	x, y = together(fn, x, y)
	return graph.Apply(op, x, y)
}

// arithmetic is binary for functions that truth values take part in as 0 and 1.
func arithmetic(fn string, op graph.Op, x, y *Value) *Value {
	if x.DType == tensor.Bool && y.DType == tensor.Bool {
		x, y = Cast(x, tensor.Int32), Cast(y, tensor.Int32)
	}
	return binary(fn, op, x, y)
}

// Add returns x + y.
func Add(x, y *Value) *Value { return arithmetic("Add", prim.Add{}, x, y) }

// Subtract returns x - y.
func Subtract(x, y *Value) *Value { return arithmetic("Subtract", prim.Sub{}, x, y) }

// Multiply returns x·y.
func Multiply(x, y *Value) *Value { return arithmetic("Multiply", prim.Mul{}, x, y) }

// Divide returns x/y as floating-point numbers.
func Divide(x, y *Value) *Value { return binary("Divide", prim.Div{}, floating(x), floating(y)) }

// DivideNoNaN returns x/y, and 0 where y is 0.
func DivideNoNaN(x, y *Value) *Value {
	x, y = together("DivideNoNaN", floating(x), floating(y))
	none := Equal(y, ZerosLike(y))
	return Where(none, ZerosLike(x), Divide(x, Where(none, OnesLike(y), y)))
}

// Power returns x to the power y, as floating-point numbers.
func Power(x, y *Value) *Value { return binary("Power", prim.Pow{}, floating(x), floating(y)) }

// Maximum returns the larger of x and y; NaN if one is NaN.
func Maximum(x, y *Value) *Value { return arithmetic("Maximum", prim.Max{}, x, y) }

// Minimum returns the smaller of x and y; NaN if one is NaN.
func Minimum(x, y *Value) *Value { return arithmetic("Minimum", prim.Min{}, x, y) }

// AddScalar returns x + k.
func AddScalar(x *Value, k float64) *Value { return Add(x, FullLike(x, k)) }

// Scale returns k·x.
func Scale(x *Value, k float64) *Value { return Multiply(x, FullLike(x, k)) }

// Clip returns x limited to the range from lo to hi.
func Clip(x *Value, lo, hi float64) *Value {
	return Minimum(Maximum(x, FullLike(x, lo)), FullLike(x, hi))
}

// Greater tells where x > y.
func Greater(x, y *Value) *Value { return binary("Greater", prim.Greater{}, x, y) }

// GreaterEqual tells where x >= y.
func GreaterEqual(x, y *Value) *Value { return binary("GreaterEqual", prim.GreaterEqual{}, x, y) }

// Less tells where x < y.
func Less(x, y *Value) *Value { return binary("Less", prim.Less{}, x, y) }

// LessEqual tells where x <= y.
func LessEqual(x, y *Value) *Value { return binary("LessEqual", prim.LessEqual{}, x, y) }

// Equal tells where x = y.
func Equal(x, y *Value) *Value { return binary("Equal", prim.Equal{}, x, y) }

// NotEqual tells where x ≠ y.
func NotEqual(x, y *Value) *Value { return binary("NotEqual", prim.NotEqual{}, x, y) }

// LogicalAnd tells where both x and y hold.
func LogicalAnd(x, y *Value) *Value {
	return binary("LogicalAnd", prim.And{}, Cast(x, tensor.Bool), Cast(y, tensor.Bool))
}

// LogicalOr tells where x or y holds.
func LogicalOr(x, y *Value) *Value {
	return binary("LogicalOr", prim.Or{}, Cast(x, tensor.Bool), Cast(y, tensor.Bool))
}

// LogicalNot tells where x does not hold.
func LogicalNot(x *Value) *Value { return graph.Apply(prim.Not{}, Cast(x, tensor.Bool)) }

// Where returns x where the condition holds and y elsewhere.
func Where(cond, x, y *Value) *Value {
	x, y = together("Where", x, y)
	shape, ok := BroadcastShapes(cond.Shape, x.Shape)
	if !ok {
		Fail("Where", "a condition of shape %v can't be broadcast together with values of shape %v", cond.Shape, x.Shape)
	}
	return graph.Apply(prim.Select{}, expand(Cast(cond, tensor.Bool), shape), expand(x, shape), expand(y, shape))
}

// Negative returns -x.
func Negative(x *Value) *Value { return graph.Apply(prim.Neg{}, x) }

// Absolute returns |x|.
func Absolute(x *Value) *Value { return graph.Apply(prim.Abs{}, x) }

// Sign returns -1, 0 or 1.
func Sign(x *Value) *Value { return graph.Apply(prim.Sign{}, x) }

// Square returns x².
func Square(x *Value) *Value { return Multiply(x, x) }

// Sqrt returns √x.
func Sqrt(x *Value) *Value { return graph.Apply(prim.Sqrt{}, floating(x)) }

// Rsqrt returns 1/√x.
func Rsqrt(x *Value) *Value { s := Sqrt(x); return Divide(OnesLike(s), s) }

// Exp returns eˣ.
func Exp(x *Value) *Value { return graph.Apply(prim.Exp{}, floating(x)) }

// Expm1 returns eˣ-1, exact for small x.
func Expm1(x *Value) *Value { return graph.Apply(prim.Expm1{}, floating(x)) }

// Log returns the natural logarithm of x.
func Log(x *Value) *Value { return graph.Apply(prim.Log{}, floating(x)) }

// Log1p returns ln(1+x), exact for small x.
func Log1p(x *Value) *Value { return graph.Apply(prim.Log1p{}, floating(x)) }

// Tanh returns the hyperbolic tangent of x.
func Tanh(x *Value) *Value { return graph.Apply(prim.Tanh{}, floating(x)) }

// Sigmoid returns 1/(1+e⁻ˣ).
func Sigmoid(x *Value) *Value { return graph.Apply(prim.Sigmoid{}, floating(x)) }

// Erf returns the error function of x.
func Erf(x *Value) *Value { return graph.Apply(prim.Erf{}, floating(x)) }

// Erfc returns 1-erf(x), exact where that is small.
func Erfc(x *Value) *Value { return graph.Apply(prim.Erfc{}, floating(x)) }

// Sin returns the sine of x.
func Sin(x *Value) *Value { return graph.Apply(prim.Sin{}, floating(x)) }

// Cos returns the cosine of x.
func Cos(x *Value) *Value { return graph.Apply(prim.Cos{}, floating(x)) }

// Floor returns the largest whole number not above x.
func Floor(x *Value) *Value { return graph.Apply(prim.Floor{}, floating(x)) }

// Round returns the whole number nearest to x, the even one of two.
func Round(x *Value) *Value { return graph.Apply(prim.Round{}, floating(x)) }

// IsNaN tells where x is not a number.
func IsNaN(x *Value) *Value { return NotEqual(x, x) }

// Softplus returns ln(1+eˣ) without overflow.
func Softplus(x *Value) *Value {
	x = floating(x)
	// Of |x|, the maximum of x and -x has the gradient 0 at 0, which this needs.
	return Add(Maximum(x, ZerosLike(x)), Log1p(Exp(Negative(Maximum(x, Negative(x))))))
}

// IsFinite tells where x is neither infinite nor NaN.
func IsFinite(x *Value) *Value {
	return Less(Absolute(x), FullLike(x, math.Inf(1)))
}

// StopGradient returns x, through which no gradient passes.
func StopGradient(x *Value) *Value { return graph.Apply(prim.StopGradient{}, x) }
