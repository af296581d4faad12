package metrics

import (
	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/tensor"
)

// SparseCategoricalAccuracy is how often the largest prediction is that of the right
// class. Predictions are [samples, ..., classes], targets are class numbers
// [samples, ...] or [samples, ..., 1]. Of equal predictions the first is the largest.
type SparseCategoricalAccuracy struct {
	Base
	up
}

var _ = register[SparseCategoricalAccuracy]()

// Update implements [Metric].
func (m *SparseCategoricalAccuracy) Update(t *ops.Trace, yTrue, yPred, weight *ops.Value) {
	m.average(t, yPred, sparseCategoricalAccuracy(yTrue, yPred), weight)
}

func sparseCategoricalAccuracy(yTrue, yPred *ops.Value) *ops.Value {
	y := classNumbers(yTrue, yPred)
	right := equal(ops.Cast(y, tensor.Float32), ops.Cast(ops.ArgMax(yPred, -1), tensor.Float32))
	if n := len(right.Shape); n > 1 && right.Shape[n-1] == 1 {
		right = ops.Squeeze(right, -1)
	}
	return right
}
