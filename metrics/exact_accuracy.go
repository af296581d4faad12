package metrics

import (
	"github.com/gokeras/keras/losses"
	"github.com/gokeras/keras/ops"
)

// ExactAccuracy is how often predictions equal targets, element by element: Keras's
// class Accuracy. Targets and predictions are [samples, ...].
type ExactAccuracy struct {
	Base
	up
}

var _ = register[ExactAccuracy]()

// ClassName returns the name of the class in Keras.
func (*ExactAccuracy) ClassName() string { return "Accuracy" }

// Update implements [Metric].
func (m *ExactAccuracy) Update(t *ops.Trace, yTrue, yPred, weight *ops.Value) {
	y, p := losses.SameRank(ops.Cast(yTrue, yPred.DType), yPred)
	m.average(t, yPred, equal(y, p), weight)
}
