package metrics

import (
	"errors"
	"fmt"

	"github.com/gokeras/keras/losses"
	"github.com/gokeras/keras/ops"
)

// MeanMetricWrapper is a loss as a metric. What the loss is for a batch, as
// [losses.Compute] gives it, is averaged over batches, each of which counts as one.
// That is what Keras makes of a loss among the metrics of a model, with the name of the
// loss. Keras refuses it weights and masks; here, with weights, a batch counts as much as
// they sum up to.
type MeanMetricWrapper struct {
	// Fn is the loss. Required.
	Fn losses.Loss `json:"fn"`

	Base
	down
}

var _ = register[MeanMetricWrapper]()

// Update implements [Metric].
func (m *MeanMetricWrapper) Update(t *ops.Trace, yTrue, yPred, weight *ops.Value) {
	value := losses.Compute(t, m.Fn, yTrue, yPred, nil)
	if weight != nil {
		value = ops.BroadcastTo(value, weight.Shape...)
	}
	m.Average(t, value, weight)
}

func (m *MeanMetricWrapper) check() error {
	if m.Fn == nil {
		return errors.New("Fn: received nil, expected a loss")
	}
	if err := losses.Check(m.Fn); err != nil {
		return fmt.Errorf("Fn: %w", err)
	}
	return nil
}
