package losses

import (
	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/tensor"
)

// CategoricalCrossentropy is the cross-entropy between targets y, which are
// probabilities of classes such as one-hot rows, and predicted ones p:
//
//	loss = -Σ yᵢ·ln pᵢ
//
// Targets and predictions are [..., classes], the loss is [...]. Predictions are
// divided by their sum and clipped to [1e-7, 1-1e-7]. From logits it is exact.
type CategoricalCrossentropy struct {
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

var _ = register[CategoricalCrossentropy]()

// Call implements [Loss].
func (l *CategoricalCrossentropy) Call(_ *ops.Trace, yTrue, yPred *ops.Value) *ops.Value {
	sameShape(l, yTrue, yPred)
	at := or(l.Axis, -1)
	y := smooth(yTrue, l.LabelSmoothing, 1/float64(lastSize(yTrue)))
	return ops.Negative(ops.Sum(ops.Multiply(y, logProbability(yPred, at, l.FromLogits)), at))
}

// lastSize is the size of the last axis. Keras counts classes there whatever the
// axis.
func lastSize(x *ops.Value) int { return x.Shape[len(x.Shape)-1] }

func (l *CategoricalCrossentropy) check() []error { return checkSmoothing(l.LabelSmoothing) }

func (l *CategoricalCrossentropy) checkLabels(y *tensor.Tensor, yPred tensor.Shape) error {
	return likePredictions(y.Shape(), yPred)
}
