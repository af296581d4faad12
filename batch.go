package keras

import (
	"fmt"

	"github.com/gokeras/keras/callbacks"
	"github.com/gokeras/keras/data"
	"github.com/gokeras/keras/tensor"
)

// TrainOnBatch takes one training step with a batch and returns its loss and
// metrics. weight is the weight of each sample, nil for 1.
func (m *Model) TrainOnBatch(x, y, weight *tensor.Tensor) (Results, error) {
	return m.onBatch("TrainOnBatch", x, y, weight, m.trainStep)
}

// TestOnBatch returns the loss and the metrics of a batch, as [Model.Evaluate]
// would. weight is the weight of each sample, nil for 1.
func (m *Model) TestOnBatch(x, y, weight *tensor.Tensor) (Results, error) {
	return m.onBatch("TestOnBatch", x, y, weight, m.testStep)
}

func (m *Model) onBatch(verb string, x, y, weight *tensor.Tensor, step func(data.Batch, callbacks.Logs) error) (Results, error) {
	if !m.verb.TryLock() {
		return nil, ErrBusy
	}
	defer m.verb.Unlock()
	if m.compiled == nil {
		return nil, ErrNotCompiled
	}
	if x == nil {
		return nil, fmt.Errorf("%s: x: received nil", verb)
	}
	b := data.Batch(*data.New(x, y))
	if weight != nil {
		b.SampleWeight = []*tensor.Tensor{weight}
	}
	err := b.Check()
	if err == nil {
		err = m.prepare(nil, b)
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", verb, err)
	}
	m.compiled.resetMetrics()
	logs := callbacks.Logs{}
	if err := step(b, logs); err != nil {
		return nil, fmt.Errorf("%s: %w", verb, err)
	}
	return m.results(logs), nil
}
