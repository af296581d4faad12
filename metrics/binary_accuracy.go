package metrics

import (
	"github.com/gokeras/keras/losses"
	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/tensor"
)

// BinaryAccuracy is how often predictions, which are 1 if above the threshold and
// else 0, equal targets, element by element. Targets and predictions are
// [samples, ...].
type BinaryAccuracy struct {
	// Threshold is what predictions must be above to mean 1. Default: 0.5.
	Threshold *float64 `json:"threshold" keras:"default=0.5"`

	Base
	up
}

var _ = register[BinaryAccuracy]()

// Update implements [Metric].
func (m *BinaryAccuracy) Update(t *ops.Trace, yTrue, yPred, weight *ops.Value) {
	m.average(t, yPred, binaryAccuracy(yTrue, yPred, or(m.Threshold, .5)), weight)
}

func binaryAccuracy(yTrue, yPred *ops.Value, threshold float64) *ops.Value {
	y, p := losses.SameRank(yTrue, yPred)
	one := ops.Greater(p, ops.Const(threshold, tensor.Float32))
	return equal(y, ops.Cast(one, y.DType))
}
