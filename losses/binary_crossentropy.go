package losses

import (
	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/tensor"
)

// BinaryCrossentropy is the cross-entropy between targets y, which are 0 or 1 or a
// probability, and predicted probabilities p, averaged over the last axis:
//
//	loss = mean(-y·ln p - (1-y)·ln(1-p))
//
// Targets and predictions are [..., n], the loss is [...]. Predictions are clipped
// to [1e-7, 1-1e-7]. From logits it is exact.
type BinaryCrossentropy struct {
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

var _ = register[BinaryCrossentropy]("bce")

// Call implements [Loss].
func (l *BinaryCrossentropy) Call(_ *ops.Trace, yTrue, yPred *ops.Value) *ops.Value {
	sameShape(l, yTrue, yPred)
	y := smooth(yTrue, l.LabelSmoothing, .5)
	return ops.Mean(binaryCrossentropy(y, yPred, l.FromLogits), or(l.Axis, -1))
}

// binaryCrossentropy is the cross-entropy of each element.
func binaryCrossentropy(y, p *ops.Value, logits bool) *ops.Value {
	no := ops.Subtract(ops.OnesLike(y), y)
	if logits {
		// -ln sigmoid(x) = softplus(-x).
		return ops.Add(ops.Multiply(y, ops.Softplus(ops.Negative(p))), ops.Multiply(no, ops.Softplus(p)))
	}
	p = clip(p)
	q := ops.Subtract(ops.OnesLike(p), p)
	return ops.Negative(ops.Add(ops.Multiply(y, ops.Log(p)), ops.Multiply(no, ops.Log(q))))
}

func (l *BinaryCrossentropy) check() []error { return checkSmoothing(l.LabelSmoothing) }

func (l *BinaryCrossentropy) checkLabels(y *tensor.Tensor, yPred tensor.Shape) error {
	return likePredictions(y.Shape(), yPred)
}
