package losses

import (
	"fmt"
	"slices"

	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/tensor"
)

// Dice is how little targets y and predictions p overlap, such as the pixels that belong
// to a thing and those that are said to:
//
//	loss = 1 - 2·Σ y·p / (Σ y + Σ p + 1e-7)
//
// Without Axis and Axes the sums are over all of a batch, and the loss is one number. See
// Milletari et al., V-Net: Fully Convolutional Neural Networks for Volumetric Medical
// Image Segmentation, 2016.
type Dice struct {
	// Axis is the axis of the sums. Default: all.
	Axis *int `json:"axis" keras:"default=null"`

	// Axes are several axes, such as []int{1, 2, 3}, in place of Axis. Default: none.
	Axes []int `json:"-" keras:"key=axis"`

	Base
}

var _ = register[Dice]()

// Call implements [Loss].
func (l *Dice) Call(_ *ops.Trace, yTrue, yPred *ops.Value) *ops.Value {
	sameShape(l, yTrue, yPred)
	axes := sumAxes(l, l.Axis, l.Axes, yPred.Shape)
	both := ops.Sum(ops.Multiply(yTrue, yPred), axes...)
	each := ops.Add(ops.Sum(yTrue, axes...), ops.Sum(yPred, axes...))
	part := ops.Divide(ops.Scale(both, 2), ops.AddScalar(each, epsilon))
	return ops.Subtract(ops.OnesLike(part), part)
}

// sumAxes returns the axes of the sums over predictions, none for all of them. It
// panics if there is no such axis.
func sumAxes(l Loss, axis *int, axes []int, yPred tensor.Shape) []int {
	if axis != nil {
		axes = []int{*axis}
	}
	for _, a := range axes {
		if a < -len(yPred) || a >= len(yPred) {
			fail(l, "Axis: received %d for predictions of shape %v", a, yPred)
		}
	}
	return axes
}

func (l *Dice) check() []error { return checkAxes(l.Axis, l.Axes) }

func checkAxes(axis *int, axes []int) (errs []error) {
	if axis != nil && axes != nil {
		errs = append(errs, fmt.Errorf("Axis and Axes: received both %d and %v, expected one", *axis, axes))
	}
	sorted := slices.Sorted(slices.Values(axes))
	if len(slices.Compact(sorted)) != len(axes) {
		errs = append(errs, fmt.Errorf("Axes: received %v, expected each axis once", axes))
	}
	return errs
}

func (l *Dice) checkLabels(y *tensor.Tensor, yPred tensor.Shape) error {
	return likePredictions(y.Shape(), yPred)
}
