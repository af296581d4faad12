package metrics

import (
	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/tensor"
)

// SparseTopKCategoricalAccuracy is how often the prediction for the right class is
// one of the K largest. Predictions are [samples, ..., classes], targets are class
// numbers [samples, ...] or [samples, ..., 1]. Predictions equal to that of the right
// class don't count against it.
type SparseTopKCategoricalAccuracy struct {
	// K is how many of the largest predictions are looked at. Default: 5.
	K int `json:"k" keras:"default=5"`

	// FromSortedIDs says that predictions are class numbers, the best first, and not
	// scores of the classes. Default: false.
	FromSortedIDs bool `json:"from_sorted_ids" keras:"default=false"`

	Base
	up
}

var _ = register[SparseTopKCategoricalAccuracy]()

// Update implements [Metric].
func (m *SparseTopKCategoricalAccuracy) Update(t *ops.Trace, yTrue, yPred, weight *ops.Value) {
	y := classNumbers(yTrue, yPred)
	if !m.FromSortedIDs {
		m.average(t, yPred, inTopK(y, yPred, topK(m.K)), weight)
		return
	}
	best := ops.SliceAxis(yPred, -1, 0, min(topK(m.K), yPred.Shape[len(yPred.Shape)-1]))
	found := ops.Any(ops.Equal(ops.ExpandDims(ops.Cast(y, yPred.DType), -1), best), -1)
	m.average(t, yPred, ops.Cast(found, tensor.Float32), weight)
}

func (m *SparseTopKCategoricalAccuracy) check() error { return checkK(m.K) }
