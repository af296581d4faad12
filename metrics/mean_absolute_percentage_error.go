package metrics

import (
	"github.com/gokeras/keras/losses"
	"github.com/gokeras/keras/ops"
)

// MeanAbsolutePercentageError is the average over samples of the sizes of the errors
// in percent of the targets: see [losses.MeanAbsolutePercentageError].
type MeanAbsolutePercentageError struct {
	Base
	down
}

var _ = register[MeanAbsolutePercentageError]("mape")

// Update implements [Metric].
func (m *MeanAbsolutePercentageError) Update(t *ops.Trace, yTrue, yPred, weight *ops.Value) {
	m.loss(t, &losses.MeanAbsolutePercentageError{}, yTrue, yPred, weight)
}
