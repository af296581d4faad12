package ops

import (
	"math"
)

var (
	nanSumOp  = reduces("numpy", "Nansum", func(x *Value, axes ...int) *Value { return Sum(without(x, 0), axes...) })
	nanProdOp = reduces("numpy", "Nanprod", func(x *Value, axes ...int) *Value { return Prod(without(x, 1), axes...) })
	nanMaxOp  = reduces("numpy", "Nanmax", func(x *Value, axes ...int) *Value { return nanExtreme(x, Max, math.Inf(-1), axes) })
	nanMinOp  = reduces("numpy", "Nanmin", func(x *Value, axes ...int) *Value { return nanExtreme(x, Min, math.Inf(1), axes) })
	nanMeanOp = reduces("numpy", "Nanmean", nanMean)
	nanVarOp  = reduces("numpy", "Nanvar", nanVar)
	nanStdOp  = reduces("numpy", "Nanstd", func(x *Value, axes ...int) *Value { return Sqrt(NanVar(x, axes...)) })
)

// without returns x with k in place of NaN.
func without(x *Value, k float64) *Value {
	if !x.DType.IsFloat() {
		return x
	}
	return Where(IsNaN(x), FullLike(x, k), x)
}

// NanSum is Sum with NaN as 0.
func NanSum(x *Value, axes ...int) *Value { return nanSumOp.do(x, axes) }

// NanProd is Prod with NaN as 1.
func NanProd(x *Value, axes ...int) *Value { return nanProdOp.do(x, axes) }

// NanMax is Max of the elements that are numbers, NaN if there is none.
func NanMax(x *Value, axes ...int) *Value { return nanMaxOp.do(x, axes) }

// NanMin is Min of the elements that are numbers, NaN if there is none.
func NanMin(x *Value, axes ...int) *Value { return nanMinOp.do(x, axes) }

func nanExtreme(x *Value, f func(x *Value, axes ...int) *Value, worst float64, axes []int) *Value {
	if !x.DType.IsFloat() {
		return f(x, axes...)
	}
	y := f(without(x, worst), axes...)
	return Where(All(IsNaN(x), axes...), FullLike(y, math.NaN()), y)
}

// NanMean is Mean of the elements that are numbers.
func NanMean(x *Value, axes ...int) *Value { return nanMeanOp.do(x, axes) }

func nanMean(x *Value, axes ...int) *Value {
	x = floating(x)
	n := Sum(LogicalNot(IsNaN(x)), axes...)
	return Divide(NanSum(x, axes...), Cast(n, x.DType))
}

// NanVar is Var of the elements that are numbers.
func NanVar(x *Value, axes ...int) *Value { return nanVarOp.do(x, axes) }

func nanVar(x *Value, axes ...int) *Value {
	x = floating(x)
	return NanMean(Square(Subtract(x, KeepDims(NanMean(x, axes...), x, axes...))), axes...)
}

// NanStd is the square root of NanVar.
func NanStd(x *Value, axes ...int) *Value { return nanStdOp.do(x, axes) }

// A nanToNum is the settings of [NanToNum].
type nanToNum struct {
	NaN    float64  `json:"nan" keras:"default=0.0;always"`
	PosInf *float64 `json:"posinf" keras:"default=null;always"`
	NegInf *float64 `json:"neginf" keras:"default=null;always"`
}

var _ = settings[nanToNum]("numpy", "NanToNum")

// NanToNum returns x with 0 in place of NaN and the largest and the smallest number in
// place of infinities.
func NanToNum(x *Value) *Value { return do(&nanToNum{}, x) }

// Apply implements [Operation].
func (o *nanToNum) Apply(in []*Value) []*Value {
	x := in[0]
	if !x.DType.IsFloat() {
		return in
	}
	most := math.MaxFloat64
	if x.DType.Size() == 4 {
		most = math.MaxFloat32
	}
	y := Where(IsNaN(x), FullLike(x, o.NaN), x)
	y = Where(IsPosInf(x), FullLike(x, or(o.PosInf, most)), y)
	return []*Value{Where(IsNegInf(x), FullLike(x, or(o.NegInf, -most)), y)}
}
