package layers

import (
	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/tensor"
)

// UnitNormalization divides each sample by its Euclidean norm along Axis, which is
// then 1.
//
// Input of any shape, output of the same.
type UnitNormalization struct {
	// Axis is the axis along which the norm is taken. Default: -1.
	Axis *int `json:"axis" keras:"default=-1"`

	// Axes is several of them. Default: Axis.
	Axes []int `keras:"key=axis"`

	Base
}

var _ = register[UnitNormalization]()

// Validate implements [Validator].
func (u *UnitNormalization) Validate() error { return checkAxes(u.Axis, u.Axes) }

// Build implements [Layer].
func (u *UnitNormalization) Build(in tensor.Shape) error {
	_, err := axesOf(u.Axis, u.Axes, in)
	return err
}

// Call implements [Layer].
func (u *UnitNormalization) Call(_ *ops.Trace, x *ops.Value) *ops.Value {
	x = ops.Cast(x, u.computeDType())
	axes := axesAt(x, u.Axis, u.Axes)
	return unit(x, axes, 1e-12)
}

// PassesMask says that the output has the mask of the input.
func (*UnitNormalization) PassesMask() {}

// Weightless says that the layer never has weights.
func (*UnitNormalization) Weightless() {}
