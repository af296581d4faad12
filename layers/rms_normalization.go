package layers

import (
	"errors"

	"github.com/gokeras/keras/initializers"
	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/tensor"
)

// RMSNormalization divides each sample by the root of the mean of its squares along
// Axis, and multiplies it with a scale that is learned (Zhang and Sennrich, 2019):
//
//	y = scale·x/√(mean(x²)+Epsilon)
//
// Input of any shape, output of the same. Its weight is scale, of the input's sizes
// along Axis.
type RMSNormalization struct {
	// Axis is the axis along which the mean is taken. Default: -1.
	Axis *int `json:"axis" keras:"default=-1"`

	// Axes is several of them. Default: Axis.
	Axes []int `keras:"key=axis"`

	// Epsilon is added to the mean. Default: 1e-6.
	Epsilon *float64 `json:"epsilon" keras:"default=1e-6"`

	Base

	scale *ops.Variable
}

var _ = register[RMSNormalization]()

// Validate implements [Validator].
func (r *RMSNormalization) Validate() error {
	return errors.Join(checkAxes(r.Axis, r.Axes), checkEpsilon(r.Epsilon))
}

// Build implements [Layer].
func (r *RMSNormalization) Build(in tensor.Shape) error {
	axes, err := axesOf(r.Axis, r.Axes, in)
	if err == nil {
		err = knownAxes(axes, in)
	}
	if err != nil {
		return err
	}
	sizes, _ := alongAxes(in, axes)
	r.scale = r.AddWeight(Weight{Name: "scale", Shape: sizes, Initializer: &initializers.Ones{}})
	return nil
}

// Call implements [Layer].
func (r *RMSNormalization) Call(t *ops.Trace, x *ops.Value) *ops.Value {
	x = ops.Cast(x, r.computeDType())
	axes := axesAt(x, r.Axis, r.Axes)
	_, shape := alongAxes(x.Shape, axes)
	mean := ops.KeepDims(ops.Mean(ops.Square(x), axes...), x, axes...)
	y := ops.Multiply(x, ops.Rsqrt(ops.AddScalar(mean, given(r.Epsilon, 1e-6))))
	return ops.Multiply(y, broadcastable(t, r.scale, shape))
}
