package ops

import (
	"encoding/json"
	"math"

	"github.com/gokeras/keras/internal/config"
	"github.com/gokeras/keras/tensor"
)

// A norm is the settings of [Norm].
type norm struct {
	Ord      order `json:"ord" keras:"default=null;always"`
	Axis     ints  `json:"axis" keras:"default=null;always"`
	Keepdims bool  `json:"keepdims" keras:"default=false;always"`
}

// order is a number or a name of a norm.
type order struct{ of any }

// MarshalConfig writes the order as Keras does.
func (o order) MarshalConfig() (any, error) { return o.of, nil }

// UnmarshalConfig reads the order.
func (o *order) UnmarshalConfig(text []byte) error {
	tree, err := config.Parse(text)
	o.of = tree
	if n, ok := tree.(json.Number); ok {
		o.of, err = n.Float64()
	}
	return err
}

var _ = settings[norm]("linalg", "Norm")

// Norm is √Σx² along the axes, all of them if none is given.
func Norm(x *Value, axes ...int) *Value { return do(&norm{Axis: axes}, x) }

// NormOf is a norm of vectors, along one axis, or of matrices, along two. For vectors
// ord is the p of (Σ|x|ᵖ)^(1/p): 0 counts the elements that aren't 0, ±Inf are the
// largest and the smallest. For matrices 1 and Inf are the largest sums of columns and
// of rows, -1 and -Inf the smallest.
func NormOf(x *Value, ord float64, axes ...int) *Value {
	return do(&norm{Ord: order{ord}, Axis: axes}, x)
}

func (o *norm) keeping() Operation { return &norm{o.Ord, o.Axis, true} }

// Apply implements [Operation].
func (o *norm) Apply(in []*Value) []*Value {
	x := in[0]
	y := o.norm(floating(x))
	if o.Keepdims {
		y = KeepDims(y, x, o.Axis...)
	}
	return []*Value{y}
}

func (o *norm) norm(x *Value) *Value {
	axes := []int(o.Axis)
	p, number := o.Ord.of.(float64)
	if o.Ord.of == nil || o.Ord.of == "fro" {
		return Sqrt(Sum(Square(x), axes...))
	}
	if axes == nil {
		for i := range x.Shape {
			axes = append(axes, i)
		}
	}
	switch {
	case !number:
	case len(axes) == 1:
		return vectorNorm(x, p, axes[0])
	case len(axes) == 2 && (math.Abs(p) == 1 || math.IsInf(p, 0)):
		row, column := axis("Norm", x, axes[0]), axis("Norm", x, axes[1])
		if math.IsInf(p, 0) {
			row, column = column, row
		}
		sums := KeepDims(Sum(Absolute(x), row), x, row)
		if p > 0 {
			return Max(sums, row, column)
		}
		return Min(sums, row, column)
	}
	Fail("Norm", "received the order %v for the axes %v, expected a number for one axis; 1, -1, Inf, -Inf or \"fro\" for two", o.Ord.of, axes)
	return nil
}

func vectorNorm(x *Value, p float64, at int) *Value {
	switch {
	case math.IsInf(p, 1):
		return Max(Absolute(x), at)
	case math.IsInf(p, -1):
		return Min(Absolute(x), at)
	case p == 0:
		return Cast(Sum(Cast(x, tensor.Bool), at), x.DType)
	case p == 1:
		return Sum(Absolute(x), at)
	case p == 2:
		return Sqrt(Sum(Square(x), at))
	}
	k := func(v float64) *Value { return Const(v, x.DType) }
	return Power(Sum(Power(Absolute(x), k(p)), at), k(1/p))
}
