package losses

import (
	"fmt"

	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/tensor"
)

// Tversky is [Dice] with weights of what only one of targets y and predictions p has:
//
//	loss = 1 - Σ y·p / (Σ y·p + Alpha·Σ y·(1-p) + Beta·Σ (1-y)·p + 1e-7)
//
// With the default weights it is Dice. Without Axis and Axes the sums are over all of a
// batch, and the loss is one number. See Salehi et al., Tversky loss function for image
// segmentation using 3D fully convolutional deep networks, 2017, where the weights are
// the other way round.
type Tversky struct {
	// Alpha is the weight of what predictions lack. Default: 0.5.
	Alpha *float64 `json:"alpha" keras:"default=0.5"`

	// Beta is the weight of what predictions have too much. Default: 0.5.
	Beta *float64 `json:"beta" keras:"default=0.5"`

	// Axis is the axis of the sums. Default: all.
	Axis *int `json:"axis" keras:"default=null"`

	// Axes are several axes, such as []int{1, 2, 3}, in place of Axis. Default: none.
	Axes []int `json:"-" keras:"key=axis"`

	Base
}

var _ = register[Tversky]()

// Call implements [Loss].
func (l *Tversky) Call(_ *ops.Trace, yTrue, yPred *ops.Value) *ops.Value {
	sameShape(l, yTrue, yPred)
	axes := sumAxes(l, l.Axis, l.Axes, yPred.Shape)
	sum := func(x, y *ops.Value) *ops.Value { return ops.Sum(ops.Multiply(x, y), axes...) }
	both := sum(yTrue, yPred)
	lack := ops.Scale(sum(yTrue, ops.Subtract(ops.OnesLike(yPred), yPred)), or(l.Alpha, .5))
	excess := ops.Scale(sum(ops.Subtract(ops.OnesLike(yTrue), yTrue), yPred), or(l.Beta, .5))
	part := ops.Divide(both, ops.AddScalar(ops.Add(both, ops.Add(lack, excess)), epsilon))
	return ops.Subtract(ops.OnesLike(part), part)
}

func (l *Tversky) check() []error {
	errs := checkAxes(l.Axis, l.Axes)
	if or(l.Alpha, .5) < 0 {
		errs = append(errs, fmt.Errorf("Alpha: received %v, expected 0 or more", *l.Alpha))
	}
	if or(l.Beta, .5) < 0 {
		errs = append(errs, fmt.Errorf("Beta: received %v, expected 0 or more", *l.Beta))
	}
	return errs
}

func (l *Tversky) checkLabels(y *tensor.Tensor, yPred tensor.Shape) error {
	return likePredictions(y.Shape(), yPred)
}
