package ops

import (
	"math"

	"github.com/gokeras/keras/internal/graph"
	"github.com/gokeras/keras/internal/prim"
	"github.com/gokeras/keras/tensor"
)

var (
	floorOp     = curve("numpy", "Floor", prim.Floor{})
	ceilOp      = unary("numpy", "Ceil", func(x *Value) *Value { return Negative(Floor(Negative(floating(x)))) })
	truncOp     = unary("numpy", "Trunc", trunc)
	signbitOp   = unary("numpy", "Signbit", signbit)
	heavisideOp = pair("numpy", "Heaviside", heaviside)
)

// Floor returns the largest whole number not above x.
func Floor(x *Value) *Value { return do(floorOp, x) }

// Ceil returns the smallest whole number not below x.
func Ceil(x *Value) *Value { return do(ceilOp, x) }

// Trunc returns x without its fraction.
func Trunc(x *Value) *Value { return do(truncOp, x) }

func trunc(x *Value) *Value {
	if !x.DType.IsFloat() {
		return x
	}
	return Multiply(Sign(x), Floor(Absolute(x)))
}

// A round is the settings of [Round].
type round struct {
	Decimals int `json:"decimals" keras:"default=0;always"`
}

var _ = settings[round]("numpy", "Round")

// Round returns the whole number nearest to x, the even one of two.
func Round(x *Value) *Value { return RoundTo(x, 0) }

// RoundTo returns x rounded to a number of decimals, which may be negative.
func RoundTo(x *Value, decimals int) *Value { return do(&round{decimals}, x) }

// Apply implements [Operation].
func (o *round) Apply(in []*Value) []*Value {
	x := in[0]
	if !x.DType.IsFloat() {
		if o.Decimals >= 0 {
			return in
		}
		f := (&round{o.Decimals}).Apply([]*Value{Cast(x, tensor.Float64)})[0]
		return []*Value{Cast(f, x.DType)}
	}
	if o.Decimals == 0 {
		return []*Value{graph.Apply(prim.Round{}, x)}
	}
	k := FullLike(x, math.Pow10(max(o.Decimals, -o.Decimals)))
	if o.Decimals < 0 {
		return []*Value{Multiply(graph.Apply(prim.Round{}, Divide(x, k)), k)}
	}
	return []*Value{Divide(graph.Apply(prim.Round{}, Multiply(x, k)), k)}
}

// Signbit tells where x is below 0 or -0.
func Signbit(x *Value) *Value { return do(signbitOp, x) }

func signbit(x *Value) *Value {
	switch {
	case x.DType == tensor.Bool:
		return Full(0, tensor.Bool, x.Shape...)
	case !x.DType.IsFloat():
		return Less(x, ZerosLike(x))
	}
	// 1/-0 is -∞.
	return LogicalOr(Less(x, ZerosLike(x)), LogicalAnd(equalTo(x, 0), Less(Reciprocal(x), ZerosLike(x))))
}

// Heaviside returns 0 where x is below 0, 1 where it is above, and y where it is 0.
func Heaviside(x, y *Value) *Value { return do(heavisideOp, x, y) }

func heaviside(x, y *Value) *Value {
	x, y = together("Heaviside", floating(x), floating(y))
	z := Where(equalTo(x, 0), y, Cast(Greater(x, ZerosLike(x)), x.DType))
	return Where(IsNaN(x), x, z)
}
