package metrics

import (
	"fmt"
	"strings"

	"github.com/gokeras/keras/losses"
	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/tensor"
)

// Accuracy is how often predictions are right, as the name "accuracy" means it in
// Keras: which accuracy that is depends on the shapes, not on the loss.
//
//	predictions [..., 1]                            BinaryAccuracy
//	predictions [..., k], targets [...] or [..., 1] SparseCategoricalAccuracy
//	predictions and targets [..., k]                CategoricalAccuracy
//
// Keras's class Accuracy is [ExactAccuracy].
type Accuracy struct {
	Base
	up

	task losses.Task
}

// Build implements [Metric].
func (m *Accuracy) Build(yTrue, yPred ops.Type) error {
	m.task = losses.TaskOf(yTrue.Shape, yPred.Shape)
	return m.Base.Build(yTrue, yPred)
}

// Update implements [Metric].
func (m *Accuracy) Update(t *ops.Trace, yTrue, yPred, weight *ops.Value) {
	var right *ops.Value
	switch losses.TaskOf(yTrue.Shape, yPred.Shape) {
	case losses.Binary:
		right = binaryAccuracy(yTrue, yPred, .5)
	case losses.Sparse:
		right = sparseCategoricalAccuracy(yTrue, yPred)
	default:
		right = categoricalAccuracy(yTrue, yPred)
	}
	m.average(t, yPred, right, weight)
}

// MarshalConfig writes the metric's name, "accuracy" or "acc". Under a name of one's
// own it writes the accuracy that the shapes called for.
func (m *Accuracy) MarshalConfig() (any, error) {
	switch strings.ToLower(m.Name) {
	case "":
		return "accuracy", nil
	case "accuracy", "acc":
		return m.Name, nil
	}
	if len(m.states) == 0 {
		return nil, fmt.Errorf("metrics.Accuracy named %q: it can't be saved before targets were seen; use BinaryAccuracy, CategoricalAccuracy or SparseCategoricalAccuracy", m.Name)
	}
	b := Base{Name: m.Name, DType: m.DType}
	switch m.task {
	case losses.Binary:
		return &BinaryAccuracy{Base: b}, nil
	case losses.Sparse:
		return &SparseCategoricalAccuracy{Base: b}, nil
	}
	return &CategoricalAccuracy{Base: b}, nil
}

// equal is 1 where x and y are the same, and else 0.
func equal(x, y *ops.Value) *ops.Value { return ops.Cast(ops.Equal(x, y), tensor.Float32) }
