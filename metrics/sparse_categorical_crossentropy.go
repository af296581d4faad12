package metrics

import (
	"github.com/gokeras/keras/losses"
	"github.com/gokeras/keras/ops"
)

// SparseCategoricalCrossentropy is the average over samples of the cross-entropy
// between class numbers and predicted probabilities: see
// [losses.SparseCategoricalCrossentropy].
type SparseCategoricalCrossentropy struct {
	// FromLogits says that predictions are the inputs of a softmax and not its
	// outputs. Default: false.
	FromLogits bool `json:"from_logits" keras:"default=false"`

	// IgnoreClass is a class number, such as -1, whose samples have cross-entropy 0.
	// As in Keras, they count in the average unless samples have weights.
	// Default: none.
	IgnoreClass *int `json:"ignore_class" keras:"default=null"`

	// Axis is the axis of the classes. Default: -1.
	Axis *int `json:"axis" keras:"default=-1"`

	Base
	down
}

var _ = register[SparseCategoricalCrossentropy]()

// Update implements [Metric].
func (m *SparseCategoricalCrossentropy) Update(t *ops.Trace, yTrue, yPred, weight *ops.Value) {
	l := &losses.SparseCategoricalCrossentropy{FromLogits: m.FromLogits, IgnoreClass: m.IgnoreClass, Axis: m.Axis}
	m.loss(t, l, yTrue, yPred, weight)
}
