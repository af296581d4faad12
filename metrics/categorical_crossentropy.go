package metrics

import (
	"github.com/gokeras/keras/losses"
	"github.com/gokeras/keras/ops"
)

// CategoricalCrossentropy is the average over samples of the cross-entropy between
// one-hot targets and predicted probabilities: see [losses.CategoricalCrossentropy].
type CategoricalCrossentropy struct {
	// FromLogits says that predictions are the inputs of a softmax and not its
	// outputs. Default: false.
	FromLogits bool `json:"from_logits" keras:"default=false"`

	// LabelSmoothing s makes targets softer: y becomes y·(1-s) + s/classes.
	// Default: 0.
	LabelSmoothing float64 `json:"label_smoothing" keras:"default=0"`

	// Axis is the axis of the classes. Default: -1.
	Axis *int `json:"axis" keras:"default=-1"`

	Base
	down
}

var _ = register[CategoricalCrossentropy]()

// Update implements [Metric].
func (m *CategoricalCrossentropy) Update(t *ops.Trace, yTrue, yPred, weight *ops.Value) {
	l := &losses.CategoricalCrossentropy{FromLogits: m.FromLogits, LabelSmoothing: m.LabelSmoothing, Axis: m.Axis}
	m.loss(t, l, yTrue, yPred, weight)
}

func (m *CategoricalCrossentropy) check() error { return checkSmoothing(m.LabelSmoothing) }
