package losses

import (
	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/tensor"
)

// BinaryFocalCrossentropy is the [BinaryCrossentropy] of each element times a factor
// that is small where the prediction is good already (Lin et al., 2017, Focal Loss
// for Dense Object Detection), averaged over the last axis:
//
//	loss = mean(w·(1-q)^Gamma · crossentropy),  q = y·p + (1-y)·(1-p)
//
// w is 1, or balances the classes. Targets y and predictions p are [..., n], the loss
// is [...].
type BinaryFocalCrossentropy struct {
	// ApplyClassBalancing weights elements by w = y·Alpha + (1-y)·(1-Alpha).
	// Default: false.
	ApplyClassBalancing bool `json:"apply_class_balancing" keras:"default=false"`

	// Alpha is the weight of class 1; that of class 0 is 1-Alpha. Default: 0.25.
	Alpha *float64 `json:"alpha" keras:"default=0.25"`

	// Gamma is how strongly good predictions are left aside; 0 is not at all.
	// Default: 2.
	Gamma *float64 `json:"gamma" keras:"default=2.0"`

	// FromLogits says that predictions are the inputs of a sigmoid and not its
	// outputs. Default: false.
	FromLogits bool `json:"from_logits" keras:"default=false"`

	// LabelSmoothing s makes targets softer: y becomes y·(1-s) + s/2. It is from 0
	// to 1. Default: 0.
	LabelSmoothing float64 `json:"label_smoothing" keras:"default=0.0"`

	// Axis is the axis that is averaged over. Default: -1.
	Axis *int `json:"axis" keras:"default=-1"`

	Base
}

var _ = register[BinaryFocalCrossentropy]()

// Call implements [Loss].
func (l *BinaryFocalCrossentropy) Call(_ *ops.Trace, yTrue, yPred *ops.Value) *ops.Value {
	sameShape(l, yTrue, yPred)
	y, p := smooth(yTrue, l.LabelSmoothing, .5), yPred
	if l.FromLogits {
		p = ops.Sigmoid(p)
	}
	no := ops.Subtract(ops.OnesLike(y), y)
	q := ops.Add(ops.Multiply(y, p), ops.Multiply(no, ops.Subtract(ops.OnesLike(p), p)))
	loss := ops.Multiply(away(q, or(l.Gamma, 2)), binaryCrossentropy(y, p, false))
	if l.ApplyClassBalancing {
		alpha := or(l.Alpha, .25)
		loss = ops.Multiply(ops.Add(ops.Scale(y, alpha), ops.Scale(no, 1-alpha)), loss)
	}
	return ops.Mean(loss, or(l.Axis, -1))
}

// away is (1-q) to the power gamma.
func away(q *ops.Value, gamma float64) *ops.Value {
	return ops.Power(ops.Subtract(ops.OnesLike(q), q), ops.FullLike(q, gamma))
}

func (l *BinaryFocalCrossentropy) check() []error { return checkSmoothing(l.LabelSmoothing) }

func (l *BinaryFocalCrossentropy) checkLabels(y *tensor.Tensor, yPred tensor.Shape) error {
	return likePredictions(y.Shape(), yPred)
}
