package metrics

import (
	"github.com/gokeras/keras/losses"
	"github.com/gokeras/keras/ops"
)

// LogCoshError is the average over samples of the logarithm of the hyperbolic cosine
// of the errors: see [losses.LogCosh]. Its name is "logcosh".
type LogCoshError struct {
	Base
	down
}

var _ = register[LogCoshError]()

func (*LogCoshError) defaultName() string { return "logcosh" }

// Update implements [Metric].
func (m *LogCoshError) Update(t *ops.Trace, yTrue, yPred, weight *ops.Value) {
	m.loss(t, &losses.LogCosh{}, yTrue, yPred, weight)
}
