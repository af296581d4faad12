package metrics

import "github.com/gokeras/keras/ops"

// PrecisionAtRecall is the largest precision,
//
//	TP / (TP + FP)
//
// with any threshold for which the
// recall, TP / (TP + FN), is at least the one given, 0 if there is none. Targets and
// predictions are [samples, ...] of the same shape, predictions from 0 to 1.
type PrecisionAtRecall struct {
	// Recall is what must be reached, from 0 to 1. Default: 0, which always is.
	Recall float64 `json:"recall" keras:"default=0.0;always"`

	// NumThresholds is the number of thresholds that are tried. Default: 200.
	NumThresholds int `json:"num_thresholds" keras:"default=200"`

	// ClassID is the class, an index of the last axis, that alone is looked at. Default: all.
	ClassID *int `json:"class_id"`

	Base
	tradeOff
	up
}

var _ = register[PrecisionAtRecall]()

// Build implements [Metric].
func (m *PrecisionAtRecall) Build(_, _ ops.Type) error {
	return m.set(&m.Base, m.NumThresholds, m.ClassID)
}

// Update implements [Metric].
func (m *PrecisionAtRecall) Update(t *ops.Trace, yTrue, yPred, weight *ops.Value) {
	m.update(t, &m.Base, yTrue, yPred, weight)
}

// Result implements [Metric].
func (m *PrecisionAtRecall) Result(t *ops.Trace) *ops.Value {
	r := m.rates(t, &m.Base)
	return best(r.recall, m.Recall, r.precision)
}

func (m *PrecisionAtRecall) check() error {
	return m.checkWith("Recall", m.Recall, m.NumThresholds, m.ClassID)
}
