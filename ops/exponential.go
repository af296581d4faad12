package ops

import (
	"math"

	"github.com/gokeras/keras/internal/graph"
	"github.com/gokeras/keras/internal/prim"
)

// curve is the operation that a primitive of a floating-point number is in Keras.
func curve(module, class string, op graph.Op) *function {
	return unary(module, class, func(x *Value) *Value { return graph.Apply(op, floating(x)) })
}

var (
	sqrtOp       = curve("numpy", "Sqrt", prim.Sqrt{})
	expOp        = curve("numpy", "Exp", prim.Exp{})
	expm1Op      = curve("numpy", "Expm1", prim.Expm1{})
	logOp        = curve("numpy", "Log", prim.Log{})
	log1pOp      = curve("numpy", "Log1p", prim.Log1p{})
	erfOp        = curve("math", "Erf", prim.Erf{})
	erfcOp       = curve("math", "Erfc", prim.Erfc{})
	rsqrtOp      = unary("math", "Rsqrt", func(x *Value) *Value { s := Sqrt(x); return Divide(OnesLike(s), s) })
	exp2Op       = unary("numpy", "Exp2", exp2)
	log2Op       = unary("numpy", "Log2", func(x *Value) *Value { return Scale(Log(x), 1/math.Ln2) })
	log10Op      = unary("numpy", "Log10", func(x *Value) *Value { return Scale(Log(x), 1/math.Ln10) })
	cbrtOp       = unary("numpy", "Cbrt", cbrt)
	logAddExpOp  = pair("numpy", "Logaddexp", logAddExp)
	logAddExp2Op = pair("numpy", "Logaddexp2", func(x, y *Value) *Value {
		return Scale(LogAddExp(Scale(floating(x), math.Ln2), Scale(floating(y), math.Ln2)), 1/math.Ln2)
	})
	hypotOp = pair("numpy", "Hypot", hypot)
	ldexpOp = pair("numpy", "Ldexp", func(x, y *Value) *Value { return Multiply(floating(x), Exp2(Cast(y, floating(x).DType))) })
)

// Sqrt returns √x.
func Sqrt(x *Value) *Value { return do(sqrtOp, x) }

// Rsqrt returns 1/√x.
func Rsqrt(x *Value) *Value { return do(rsqrtOp, x) }

// Cbrt returns the cube root of x.
func Cbrt(x *Value) *Value { return do(cbrtOp, x) }

func cbrt(x *Value) *Value {
	x = floating(x)
	a := Absolute(x)
	r := Power(a, Const(1./3, x.DType))
	// One step of Newton's method makes it exact to the last digits.
	// It leaves 0 and infinity as they are.
	zero := LogicalOr(equalTo(a, 0), IsInf(a))
	safe := Where(zero, OnesLike(r), r)
	better := Subtract(r, Scale(Subtract(r, Divide(Where(zero, OnesLike(a), a), Square(safe))), 1./3))
	return Multiply(Sign(x), Where(zero, r, better))
}

// Exp returns eˣ.
func Exp(x *Value) *Value { return do(expOp, x) }

// Exp2 returns 2ˣ.
func Exp2(x *Value) *Value { return do(exp2Op, x) }

func exp2(x *Value) *Value {
	x = floating(x)
	return Power(FullLike(x, 2), x)
}

// Expm1 returns eˣ-1, exact for small x.
func Expm1(x *Value) *Value { return do(expm1Op, x) }

// Log returns the natural logarithm of x.
func Log(x *Value) *Value { return do(logOp, x) }

// Log2 returns the logarithm of x to base 2.
func Log2(x *Value) *Value { return do(log2Op, x) }

// Log10 returns the logarithm of x to base 10.
func Log10(x *Value) *Value { return do(log10Op, x) }

// Log1p returns ln(1+x), exact for small x.
func Log1p(x *Value) *Value { return do(log1pOp, x) }

// LogAddExp returns ln(eˣ+eʸ) without overflow.
func LogAddExp(x, y *Value) *Value { return do(logAddExpOp, x, y) }

// LogAddExp2 returns log₂(2ˣ+2ʸ) without overflow.
func LogAddExp2(x, y *Value) *Value { return do(logAddExp2Op, x, y) }

func logAddExp(x, y *Value) *Value {
	x, y = together("LogAddExp", floating(x), floating(y))
	top, d := Maximum(x, y), Subtract(x, y)
	same := IsNaN(d) // ∞-∞
	d = Where(same, ZerosLike(d), d)
	// Of |d|, the maximum of d and -d has the gradient 0 at 0, which this needs.
	sum := Add(top, Log1p(Exp(Negative(Maximum(d, Negative(d))))))
	return Where(same, Add(x, y), sum)
}

// Hypot returns √(x²+y²) without overflow.
func Hypot(x, y *Value) *Value { return do(hypotOp, x, y) }

func hypot(x, y *Value) *Value {
	x, y = together("Hypot", floating(x), floating(y))
	x, y = Absolute(x), Absolute(y)
	big, small := Maximum(x, y), Minimum(x, y)
	none := LogicalOr(equalTo(big, 0), IsInf(big))
	safe := Where(none, OnesLike(big), big)
	r := Divide(Where(none, ZerosLike(small), small), safe)
	return Where(none, big, Multiply(safe, Sqrt(AddScalar(Square(r), 1))))
}

// Ldexp returns x·2ʸ.
func Ldexp(x, y *Value) *Value { return do(ldexpOp, x, y) }

// Erf returns the error function of x.
func Erf(x *Value) *Value { return do(erfOp, x) }

// Erfc returns 1-erf(x), exact where that is small.
func Erfc(x *Value) *Value { return do(erfcOp, x) }

// ErfInv returns the number whose error function is x.
func ErfInv(x *Value) *Value { return do(erfInvOp, x) }

var erfInvOp = curve("math", "Erfinv", prim.ErfInv{})
