package metrics

import (
	"github.com/gokeras/keras/losses"
	"github.com/gokeras/keras/ops"
)

// MeanSquaredLogarithmicError is the average over samples of the squares of the errors
// of logarithms: see [losses.MeanSquaredLogarithmicError].
type MeanSquaredLogarithmicError struct {
	Base
	down
}

var _ = register[MeanSquaredLogarithmicError]("msle")

// Update implements [Metric].
func (m *MeanSquaredLogarithmicError) Update(t *ops.Trace, yTrue, yPred, weight *ops.Value) {
	m.loss(t, &losses.MeanSquaredLogarithmicError{}, yTrue, yPred, weight)
}
