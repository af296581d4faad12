package metrics

import (
	"github.com/gokeras/keras/losses"
	"github.com/gokeras/keras/ops"
)

// MeanAbsoluteError is the average over samples of the sizes of the errors: see
// [losses.MeanAbsoluteError].
type MeanAbsoluteError struct {
	Base
	down
}

var _ = register[MeanAbsoluteError]("mae")

// Update implements [Metric].
func (m *MeanAbsoluteError) Update(t *ops.Trace, yTrue, yPred, weight *ops.Value) {
	m.loss(t, &losses.MeanAbsoluteError{}, yTrue, yPred, weight)
}
