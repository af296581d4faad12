package ops

import (
	"math"

	"github.com/gokeras/keras/internal/graph"
	"github.com/gokeras/keras/internal/prim"
)

var (
	sinOp     = curve("numpy", "Sin", prim.Sin{})
	cosOp     = curve("numpy", "Cos", prim.Cos{})
	tanhOp    = curve("numpy", "Tanh", prim.Tanh{})
	tanOp     = unary("numpy", "Tan", func(x *Value) *Value { return Divide(Sin(x), Cos(x)) })
	arcsinOp  = unary("numpy", "Arcsin", func(x *Value) *Value { x = floating(x); return Arctan2(x, cathetus(x)) })
	arccosOp  = unary("numpy", "Arccos", func(x *Value) *Value { x = floating(x); return Arctan2(cathetus(x), x) })
	arctanOp  = unary("numpy", "Arctan", func(x *Value) *Value { x = floating(x); return Arctan2(x, OnesLike(x)) })
	arctan2Op = pair("numpy", "Arctan2", func(x, y *Value) *Value { return binary("Arctan2", prim.Atan2{}, floating(x), floating(y)) })
	sinhOp    = unary("numpy", "Sinh", sinh)
	coshOp    = unary("numpy", "Cosh", cosh)
	arcsinhOp = curve("numpy", "Arcsinh", prim.Asinh{})
	arccoshOp = unary("numpy", "Arccosh", arccosh)
	arctanhOp = unary("numpy", "Arctanh", func(x *Value) *Value { return Scale(Subtract(Log1p(x), Log1p(Negative(floating(x)))), .5) })
	sincOp    = unary("numpy", "Sinc", sinc)
	deg2radOp = unary("numpy", "Deg2rad", func(x *Value) *Value { return Scale(floating(x), math.Pi/180) })
	rad2degOp = unary("numpy", "Rad2deg", func(x *Value) *Value { return Scale(floating(x), 180/math.Pi) })
)

// Sin returns the sine of x.
func Sin(x *Value) *Value { return do(sinOp, x) }

// Cos returns the cosine of x.
func Cos(x *Value) *Value { return do(cosOp, x) }

// Tan returns the tangent of x.
func Tan(x *Value) *Value { return do(tanOp, x) }

// Arcsin returns the angle from -π/2 to π/2 whose sine is x.
func Arcsin(x *Value) *Value { return do(arcsinOp, x) }

// Arccos returns the angle from 0 to π whose cosine is x.
func Arccos(x *Value) *Value { return do(arccosOp, x) }

// cathetus returns √(1-x²), exact where x is near 1.
func cathetus(x *Value) *Value {
	return Sqrt(Multiply(AddScalar(Negative(x), 1), AddScalar(x, 1)))
}

// Arctan returns the angle from -π/2 to π/2 whose tangent is x.
func Arctan(x *Value) *Value { return do(arctanOp, x) }

// Arctan2 returns the angle from -π to π of the point whose ordinate is y and
// whose abscissa is x.
func Arctan2(y, x *Value) *Value { return do(arctan2Op, y, x) }

// Sinh returns the hyperbolic sine of x.
func Sinh(x *Value) *Value { return do(sinhOp, x) }

func sinh(x *Value) *Value {
	e := Expm1(x)
	// ½(eˣ-e⁻ˣ) in terms of eˣ-1, which is exact near 0; of halves, which overflow no
	// sooner than the result.
	far := Subtract(halfExp(x), halfExp(Negative(floating(x))))
	near := Less(Absolute(e), FullLike(e, .5))
	e = Where(near, e, ZerosLike(e))
	return Where(near, Scale(Add(e, Divide(e, AddScalar(e, 1))), .5), far)
}

// Cosh returns the hyperbolic cosine of x.
func Cosh(x *Value) *Value { return do(coshOp, x) }

func cosh(x *Value) *Value { return Add(halfExp(x), halfExp(Negative(floating(x)))) }

// halfExp returns ½eˣ, which is finite for some x whose eˣ isn't.
func halfExp(x *Value) *Value {
	h := Exp(Scale(floating(x), .5))
	return Multiply(Scale(h, .5), h)
}

// Tanh returns the hyperbolic tangent of x.
func Tanh(x *Value) *Value { return do(tanhOp, x) }

// Arcsinh returns the number whose hyperbolic sine is x.
func Arcsinh(x *Value) *Value { return do(arcsinhOp, x) }

// Arccosh returns the number ≥ 0 whose hyperbolic cosine is x.
func Arccosh(x *Value) *Value { return do(arccoshOp, x) }

func arccosh(x *Value) *Value {
	x = floating(x)
	far := Greater(x, FullLike(x, 1e8)) // where x²-1 is x²
	t := AddScalar(Where(far, OnesLike(x), x), -1)
	near := Log1p(Add(t, Sqrt(Multiply(t, AddScalar(t, 2)))))
	return Where(far, AddScalar(Log(x), math.Ln2), near)
}

// Arctanh returns the number whose hyperbolic tangent is x.
func Arctanh(x *Value) *Value { return do(arctanhOp, x) }

// Sinc returns sin(πx)/(πx), and 1 where x is 0.
func Sinc(x *Value) *Value { return do(sincOp, x) }

func sinc(x *Value) *Value {
	x = Scale(floating(x), math.Pi)
	zero := equalTo(x, 0)
	safe := Where(zero, OnesLike(x), x)
	return Where(zero, OnesLike(x), Divide(Sin(safe), safe))
}

// Deg2rad returns x degrees as radians.
func Deg2rad(x *Value) *Value { return do(deg2radOp, x) }

// Rad2deg returns x radians as degrees.
func Rad2deg(x *Value) *Value { return do(rad2degOp, x) }

// StopGradient returns x, through which no gradient passes.
func StopGradient(x *Value) *Value { return do(stopGradientOp, x) }

var stopGradientOp = unary("core", "StopGradient", func(x *Value) *Value { return graph.Apply(prim.StopGradient{}, x) })
