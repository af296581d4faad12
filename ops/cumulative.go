package ops

import (
	"github.com/gokeras/keras/internal/graph"
	"github.com/gokeras/keras/internal/prim"
)

// A cumsum is the settings of running sums and products.
type cumsum struct {
	Axis  *int  `json:"axis" keras:"default=null;always"`
	DType dtype `json:"dtype" keras:"default=null;plain;always"`
}

type (
	cumprod    cumsum
	nanCumsum  cumsum
	nanCumprod cumsum
)

var (
	_ = settings[cumsum]("numpy", "Cumsum")
	_ = settings[cumprod]("numpy", "Cumprod")
	_ = settings[nanCumsum]("numpy", "Nancumsum")
	_ = settings[nanCumprod]("numpy", "Nancumprod")
)

// CumSum is the running sum of x along an axis.
func CumSum(x *Value, at int) *Value { return do(&cumsum{Axis: &at}, x) }

// CumProd is the running product of x along an axis.
func CumProd(x *Value, at int) *Value { return do(&cumprod{Axis: &at}, x) }

// NanCumSum is CumSum with NaN as 0.
func NanCumSum(x *Value, at int) *Value { return do(&nanCumsum{Axis: &at}, x) }

// NanCumProd is CumProd with NaN as 1.
func NanCumProd(x *Value, at int) *Value { return do(&nanCumprod{Axis: &at}, x) }

// along returns x and the axis to go along, the whole of x in one axis if none is
// named.
func (o *cumsum) along(fn string, x *Value) (*Value, int) {
	x = truthsAsNumbers(x)
	x = Cast(x, o.DType.or(fn, x.DType))
	if o.Axis == nil {
		return Reshape(x, -1), 0
	}
	return x, axis(fn, x, *o.Axis)
}

// Apply implements [Operation].
func (o *cumsum) Apply(in []*Value) []*Value {
	x, at := o.along("CumSum", in[0])
	return []*Value{graph.Apply(prim.CumSum{Axis: at}, x)}
}

// Apply implements [Operation].
func (o *cumprod) Apply(in []*Value) []*Value {
	x, at := (*cumsum)(o).along("CumProd", in[0])
	n := x.Shape[at]
	// After each step elements are products of twice as many.
	for d := 1; d < n; d *= 2 {
		shape := x.Shape.Clone()
		shape[at] = d
		x = Multiply(x, Concatenate([]*Value{Full(1, x.DType, shape...), SliceAxis(x, at, 0, n-d)}, at))
	}
	return []*Value{x}
}

// Apply implements [Operation].
func (o *nanCumsum) Apply(in []*Value) []*Value {
	return (*cumsum)(o).Apply([]*Value{without(in[0], 0)})
}

// Apply implements [Operation].
func (o *nanCumprod) Apply(in []*Value) []*Value {
	return (*cumprod)(o).Apply([]*Value{without(in[0], 1)})
}
