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

// calculation is the operation that a primitive of two numbers is in Keras.
func calculation(class string, op graph.Op) *function {
	return pair("numpy", class, func(x, y *Value) *Value { return arithmetic(class, op, x, y) })
}

// either is calculation for an operation that, of truth values, gives one.
func either(class string, op graph.Op) *function {
	return pair("numpy", class, func(x, y *Value) *Value { return extremum(class, op, x, y) })
}

var (
	addOp      = either("Add", prim.Add{})
	subtractOp = calculation("Subtract", prim.Sub{})
	multiplyOp = either("Multiply", prim.Mul{})
	floorDivOp = calculation("FloorDivide", prim.FloorDiv{})
	modOp      = calculation("Mod", prim.Mod{})
	divideOp   = pair("numpy", "Divide", func(x, y *Value) *Value {
		return binary("Divide", prim.Div{}, floating(x), floating(y))
	})
	_             = pair("numpy", "TrueDivide", Divide) // what x / y is in Keras
	divideNoNaNOp = pair("numpy", "DivideNoNan", divideNoNaN)
	fmodOp        = pair("numpy", "Fmod", fmod)
	powerOp       = pair("numpy", "Power", power)
	maximumOp     = either("Maximum", prim.Max{})
	minimumOp     = either("Minimum", prim.Min{})
	fmaxOp        = pair("numpy", "Fmax", func(x, y *Value) *Value { return numberOf(Maximum, x, y) })
	fminOp        = pair("numpy", "Fmin", func(x, y *Value) *Value { return numberOf(Minimum, x, y) })
	negativeOp    = unary("numpy", "Negative", func(x *Value) *Value { return graph.Apply(prim.Neg{}, x) })
	absoluteOp    = unary("numpy", "Absolute", func(x *Value) *Value { return unlessBool(prim.Abs{}, x) })
	_             = alias(absoluteOp, "Abs")
	fabsOp        = unary("numpy", "Fabs", func(x *Value) *Value { return Absolute(floating(x)) })
	signOp        = unary("numpy", "Sign", func(x *Value) *Value { return unlessBool(prim.Sign{}, x) })
	squareOp      = unary("numpy", "Square", func(x *Value) *Value { x = truthsAsNumbers(x); return Multiply(x, x) })
	reciprocalOp  = unary("numpy", "Reciprocal", func(x *Value) *Value { return Divide(OnesLike(floating(x)), x) })
)

// Add returns x + y; of truth values, whether one holds.
func Add(x, y *Value) *Value { return do(addOp, x, y) }

// Subtract returns x - y.
func Subtract(x, y *Value) *Value { return do(subtractOp, x, y) }

// Multiply returns x·y; of truth values, whether both hold.
func Multiply(x, y *Value) *Value { return do(multiplyOp, x, y) }

// Divide returns x/y as floating-point numbers.
func Divide(x, y *Value) *Value { return do(divideOp, x, y) }

// DivideNoNaN returns x/y, and 0 where y is 0.
func DivideNoNaN(x, y *Value) *Value { return do(divideNoNaNOp, x, y) }

func divideNoNaN(x, y *Value) *Value {
	x, y = together("DivideNoNaN", floating(x), floating(y))
	none := Equal(y, ZerosLike(y))
	return Where(none, ZerosLike(x), Divide(x, Where(none, OnesLike(y), y)))
}

// FloorDivide returns the largest whole number not above x/y. Integers divided by 0
// give -1.
func FloorDivide(x, y *Value) *Value { return do(floorDivOp, x, y) }

// Mod returns what is left of x when it is divided by y, with the sign of y: x less
// FloorDivide(x, y)·y. Integers divided by 0 are left whole.
func Mod(x, y *Value) *Value { return do(modOp, x, y) }

// Fmod returns what is left of x when it is divided by y, with the sign of x.
func Fmod(x, y *Value) *Value { return do(fmodOp, x, y) }

func fmod(x, y *Value) *Value {
	x, y = together("Fmod", truthsAsNumbers(x), truthsAsNumbers(y))
	r := Mod(Absolute(x), Absolute(y))
	return Where(Less(x, ZerosLike(x)), Negative(r), r)
}

// Power returns x to the power y. Of integers it is one, too.
func Power(x, y *Value) *Value { return do(powerOp, x, y) }

func power(x, y *Value) *Value {
	dt := ResultType(x.DType, y.DType)
	if dt.IsFloat() {
		return binary("Power", prim.Pow{}, x, y)
	}
	if dt == tensor.Bool {
		dt = tensor.Int32
	}
	z := binary("Power", prim.Pow{}, Cast(x, tensor.Float64), Cast(y, tensor.Float64))
	return Cast(Round(z), dt)
}

func extremum(fn string, op graph.Op, x, y *Value) *Value {
	if x.DType == tensor.Bool && y.DType == tensor.Bool {
		return Cast(arithmetic(fn, op, x, y), tensor.Bool)
	}
	return binary(fn, op, x, y)
}

// Maximum returns the larger of x and y; NaN if one is NaN.
func Maximum(x, y *Value) *Value { return do(maximumOp, x, y) }

// Minimum returns the smaller of x and y; NaN if one is NaN.
func Minimum(x, y *Value) *Value { return do(minimumOp, x, y) }

// Fmax returns the larger of x and y, the other one where one is NaN.
func Fmax(x, y *Value) *Value { return do(fmaxOp, x, y) }

// Fmin returns the smaller of x and y, the other one where one is NaN.
func Fmin(x, y *Value) *Value { return do(fminOp, x, y) }

// numberOf returns f(x, y), or the one that is a number if only one is.
func numberOf(f func(x, y *Value) *Value, x, y *Value) *Value {
	x, y = together("Fmax", x, y)
	return Where(IsNaN(x), y, Where(IsNaN(y), x, f(x, y)))
}

// AddScalar returns x + k.
func AddScalar(x *Value, k float64) *Value { return Add(x, beside(x, k)) }

// Scale returns k·x.
func Scale(x *Value, k float64) *Value { return Multiply(x, beside(x, k)) }

// beside returns k in the type that it has in a calculation with x: that of x, unless
// that can't hold it.
func beside(x *Value, k float64) *Value {
	switch {
	case x.DType.IsFloat():
		return Const(k, x.DType)
	case k != math.Trunc(k):
		return Const(k, tensor.Float32)
	case x.DType == tensor.Bool:
		return Const(k, tensor.Int32)
	}
	return Const(k, x.DType)
}

// A clip is the settings of [Clip].
type clip struct {
	Min float64 `json:"x_min" keras:"default=0;always"`
	Max float64 `json:"x_max" keras:"default=0;always"`
}

var _ = settings[clip]("numpy", "Clip")

// Clip returns x limited to the range from lo to hi. Integers become floating-point
// numbers if lo or hi isn't a whole number.
func Clip(x *Value, lo, hi float64) *Value { return do(&clip{lo, hi}, x) }

// Apply implements [Operation].
func (o *clip) Apply(in []*Value) []*Value {
	x, lo, hi := truthsAsNumbers(in[0]), o.Min, o.Max
	if lo != math.Trunc(lo) || hi != math.Trunc(hi) {
		x = floating(x)
	}
	if first, last, ok := limits(x.DType); ok {
		lo, hi = min(max(lo, first), last), min(max(hi, first), last)
	}
	return []*Value{Minimum(Maximum(x, FullLike(x, lo)), FullLike(x, hi))}
}

// Negative returns -x.
func Negative(x *Value) *Value { return do(negativeOp, x) }

// Absolute returns |x|.
func Absolute(x *Value) *Value { return do(absoluteOp, x) }

// Fabs returns |x| as a floating-point number.
func Fabs(x *Value) *Value { return do(fabsOp, x) }

// Sign returns -1, 0 or 1.
func Sign(x *Value) *Value { return do(signOp, x) }

// Square returns x².
func Square(x *Value) *Value { return do(squareOp, x) }

// Reciprocal returns 1/x.
func Reciprocal(x *Value) *Value { return do(reciprocalOp, x) }

// unlessBool applies op to numbers and leaves truth values as they are.
func unlessBool(op graph.Op, x *Value) *Value {
	if x.DType == tensor.Bool {
		return x
	}
	return graph.Apply(op, x)
}

// truthsAsNumbers converts truth values to int32.
func truthsAsNumbers(x *Value) *Value {
	if x.DType == tensor.Bool {
		return Cast(x, tensor.Int32)
	}
	return x
}
