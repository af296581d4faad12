package ops

import (
	"math"

	"github.com/gokeras/keras/internal/graph"
	"github.com/gokeras/keras/internal/prim"
	"github.com/gokeras/keras/tensor"
)

// comparison is the operation that a primitive which compares is in Keras.
func comparison(class string, op graph.Op) *function {
	return pair("numpy", class, func(x, y *Value) *Value { return binary(class, op, x, y) })
}

var (
	greaterOp      = comparison("Greater", prim.Greater{})
	greaterEqualOp = comparison("GreaterEqual", prim.GreaterEqual{})
	lessOp         = comparison("Less", prim.Less{})
	lessEqualOp    = comparison("LessEqual", prim.LessEqual{})
	equalOp        = comparison("Equal", prim.Equal{})
	notEqualOp     = comparison("NotEqual", prim.NotEqual{})
	isNaNOp        = unary("numpy", "Isnan", func(x *Value) *Value { return NotEqual(x, x) })
	isFiniteOp     = unary("numpy", "Isfinite", isFinite)
	isInfOp        = unary("numpy", "Isinf", func(x *Value) *Value { return isInfinite(x, 0) })
	isPosInfOp     = unary("numpy", "Isposinf", func(x *Value) *Value { return isInfinite(x, 1) })
	isNegInfOp     = unary("numpy", "Isneginf", func(x *Value) *Value { return isInfinite(x, -1) })
	isRealOp       = unary("numpy", "Isreal", func(x *Value) *Value { return Full(1, tensor.Bool, x.Shape...) })
)

// Greater tells where x > y.
func Greater(x, y *Value) *Value { return do(greaterOp, x, y) }

// GreaterEqual tells where x >= y.
func GreaterEqual(x, y *Value) *Value { return do(greaterEqualOp, x, y) }

// Less tells where x < y.
func Less(x, y *Value) *Value { return do(lessOp, x, y) }

// LessEqual tells where x <= y.
func LessEqual(x, y *Value) *Value { return do(lessEqualOp, x, y) }

// Equal tells where x = y.
func Equal(x, y *Value) *Value { return do(equalOp, x, y) }

// NotEqual tells where x ≠ y.
func NotEqual(x, y *Value) *Value { return do(notEqualOp, x, y) }

// IsNaN tells where x is not a number.
func IsNaN(x *Value) *Value { return do(isNaNOp, x) }

// IsFinite tells where x is neither infinite nor NaN.
func IsFinite(x *Value) *Value { return do(isFiniteOp, x) }

func isFinite(x *Value) *Value {
	if !x.DType.IsFloat() {
		return Full(1, tensor.Bool, x.Shape...)
	}
	return Less(Absolute(x), FullLike(x, math.Inf(1)))
}

// IsInf tells where x is infinite.
func IsInf(x *Value) *Value { return do(isInfOp, x) }

// IsPosInf tells where x is +∞.
func IsPosInf(x *Value) *Value { return do(isPosInfOp, x) }

// IsNegInf tells where x is -∞.
func IsNegInf(x *Value) *Value { return do(isNegInfOp, x) }

// isInfinite tells where x is infinite, of the given sign or of any.
func isInfinite(x *Value, sign int) *Value {
	if !x.DType.IsFloat() {
		return Full(0, tensor.Bool, x.Shape...)
	}
	if sign == 0 {
		x, sign = Absolute(x), 1
	}
	return Equal(x, FullLike(x, math.Inf(sign)))
}

// IsReal tells where x is real, which is everywhere.
func IsReal(x *Value) *Value { return do(isRealOp, x) }

// CloseOptions say how near numbers are that count as the same.
type CloseOptions struct {
	// RTol is the distance that is allowed, as a part of the second number.
	// Default: 1e-5.
	RTol *float64 `json:"rtol" keras:"default=1e-05;always"`

	// ATol is the distance that is allowed beside that. Default: 1e-8.
	ATol *float64 `json:"atol" keras:"default=1e-08;always"`

	// EqualNaN lets NaN be near to NaN. Default: false.
	EqualNaN bool `json:"equal_nan" keras:"default=false;always"`
}

type allClose struct{ CloseOptions }

// An isClose is IsClose. The distances are arguments of the call.
type isClose struct {
	EqualNaN bool `json:"equal_nan" keras:"default=false;always"`

	rtol, atol *float64
}

var (
	_ = settings[allClose]("numpy", "AllClose")
	_ = settings[isClose]("numpy", "Isclose")
)

// IsClose tells where x and y are near each other: |x-y| ≤ ATol + RTol·|y|.
// Infinities are near to themselves only.
func IsClose(x, y *Value, o CloseOptions) *Value {
	return do(&isClose{EqualNaN: o.EqualNaN, rtol: o.RTol, atol: o.ATol}, x, y)
}

// AllClose tells whether IsClose holds everywhere, as a scalar.
func AllClose(x, y *Value, o CloseOptions) *Value { return do(&allClose{o}, x, y) }

// Apply implements [Operation].
func (o *allClose) Apply(in []*Value) []*Value {
	return []*Value{All(closeTo(in[0], in[1], o.CloseOptions))}
}

// Apply implements [Operation].
func (o *isClose) Apply(in []*Value) []*Value {
	return []*Value{closeTo(in[0], in[1], CloseOptions{o.rtol, o.atol, o.EqualNaN})}
}

// CallArgs implements [WithArgs].
func (o *isClose) CallArgs() []any { return []any{or(o.rtol, 1e-5), or(o.atol, 1e-8)} }

// SetCallArgs implements [WithArgs].
func (o *isClose) SetCallArgs(args []any) error {
	var rtol, atol float64
	if err := callArgs("Isclose", args, &rtol, &atol); err != nil {
		return err
	}
	o.rtol, o.atol = &rtol, &atol
	return nil
}

func closeTo(x, y *Value, o CloseOptions) *Value {
	x, y = together("IsClose", floating(x), floating(y))
	limit := Add(Scale(Absolute(y), or(o.RTol, 1e-5)), Const(or(o.ATol, 1e-8), x.DType))
	near := LogicalAnd(LessEqual(Absolute(Subtract(x, y)), limit), IsFinite(y))
	near = LogicalOr(near, Equal(x, y))
	if o.EqualNaN {
		near = LogicalOr(near, LogicalAnd(IsNaN(x), IsNaN(y)))
	}
	return near
}

// or returns *p, or def if p is nil.
func or[T any](p *T, def T) T {
	if p == nil {
		return def
	}
	return *p
}

// An isIn is the settings of [IsIn].
type isIn struct {
	Unique bool `json:"assume_unique" keras:"default=false;always"`
	Invert bool `json:"invert" keras:"default=false;always"`
}

var _ = settings[isIn]("numpy", "IsIn")

// IsIn tells which elements of x are among those of y.
func IsIn(x, y *Value) *Value { return do(&isIn{}, x, y) }

// Apply implements [Operation].
func (o *isIn) Apply(in []*Value) []*Value {
	z := Any(Equal(ExpandDims(in[0], -1), Reshape(in[1], -1)), -1)
	if o.Invert {
		z = LogicalNot(z)
	}
	return []*Value{z}
}

// equalTo tells where x is k.
func equalTo(x *Value, k float64) *Value { return graph.Apply(prim.Equal{}, x, FullLike(x, k)) }
