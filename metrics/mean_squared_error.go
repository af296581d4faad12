package metrics

import (
	"github.com/gokeras/keras/losses"
	"github.com/gokeras/keras/ops"
)

// MeanSquaredError is the average over samples of the squares of the errors: see
// [losses.MeanSquaredError].
type MeanSquaredError struct {
	Base
	down
}

var _ = register[MeanSquaredError]("mse")

// Update implements [Metric].
func (m *MeanSquaredError) Update(t *ops.Trace, yTrue, yPred, weight *ops.Value) {
	m.loss(t, &losses.MeanSquaredError{}, yTrue, yPred, weight)
}
