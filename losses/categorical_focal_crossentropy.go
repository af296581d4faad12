package losses

import (
	"fmt"

	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/tensor"
)

// CategoricalFocalCrossentropy is the [CategoricalCrossentropy] with each class's
// part times a factor that is small where its probability is large already (Lin et
// al., 2017, Focal Loss for Dense Object Detection):
//
//	loss = -Σ α·(1-pᵢ)^Gamma · yᵢ·ln pᵢ
//
// Targets y and predictions p are [..., classes], the loss is [...]. Predictions are
// divided by their sum and clipped to [1e-7, 1-1e-7].
type CategoricalFocalCrossentropy struct {
	// Alpha is the weight α of all classes. Default: 0.25.
	Alpha *float64 `json:"alpha" keras:"default=0.25"`

	// ClassAlpha is the weight of each class, in place of Alpha. Default: none.
	ClassAlpha []float64 `json:"-" keras:"key=alpha"`

	// Gamma is how strongly good predictions are left aside; 0 is not at all.
	// Default: 2.
	Gamma *float64 `json:"gamma" keras:"default=2.0"`

	// FromLogits says that predictions are the inputs of a softmax and not its
	// outputs. Default: false.
	FromLogits bool `json:"from_logits" keras:"default=false"`

	// LabelSmoothing s makes targets softer: y becomes y·(1-s) + s/classes. It is
	// from 0 to 1. Default: 0.
	LabelSmoothing float64 `json:"label_smoothing" keras:"default=0.0"`

	// Axis is the axis of the classes. Default: -1.
	Axis *int `json:"axis" keras:"default=-1"`

	Base
}

var _ = register[CategoricalFocalCrossentropy]()

// Call implements [Loss].
func (l *CategoricalFocalCrossentropy) Call(_ *ops.Trace, yTrue, yPred *ops.Value) *ops.Value {
	sameShape(l, yTrue, yPred)
	at := or(l.Axis, -1)
	y, p := smooth(yTrue, l.LabelSmoothing, 1/float64(lastSize(yTrue))), yPred
	if l.FromLogits {
		p = ops.Softmax(p, at)
	}
	p = clip(normalised(p, at))
	part := ops.Multiply(away(p, or(l.Gamma, 2)), ops.Multiply(y, ops.Log(p)))
	if l.ClassAlpha == nil {
		return ops.Scale(ops.Sum(part, at), -or(l.Alpha, .25))
	}
	if len(l.ClassAlpha) != lastSize(p) {
		fail(l, "ClassAlpha: received %d numbers, expected one for each of %d classes", len(l.ClassAlpha), lastSize(p))
	}
	alpha := ops.Cast(ops.Constant(tensor.FromSlice(l.ClassAlpha)), p.DType)
	return ops.Negative(ops.Sum(ops.Multiply(part, alpha), at))
}

func (l *CategoricalFocalCrossentropy) check() []error {
	errs := checkSmoothing(l.LabelSmoothing)
	if l.Alpha != nil && l.ClassAlpha != nil {
		errs = append(errs, fmt.Errorf("Alpha and ClassAlpha: received both %v and %v, expected one", *l.Alpha, l.ClassAlpha))
	}
	return errs
}

func (l *CategoricalFocalCrossentropy) checkLabels(y *tensor.Tensor, yPred tensor.Shape) error {
	return likePredictions(y.Shape(), yPred)
}
