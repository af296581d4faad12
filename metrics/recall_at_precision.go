package metrics

import "github.com/gokeras/keras/ops"

// RecallAtPrecision is the largest recall,
//
//	TP / (TP + FN)
//
// with any threshold for which the
// precision, TP / (TP + FP), is at least the one given, 0 if there is none. Targets and
// predictions are [samples, ...] of the same shape, predictions from 0 to 1.
type RecallAtPrecision struct {
	// Precision is what must be reached, from 0 to 1. Default: 0, which always is.
	Precision float64 `json:"precision" keras:"default=0.0;always"`

	// NumThresholds is the number of thresholds that are tried. Default: 200.
	NumThresholds int `json:"num_thresholds" keras:"default=200"`

	// ClassID is the class, an index of the last axis, that alone is looked at. Default: all.
	ClassID *int `json:"class_id"`

	Base
	tradeOff
	up
}

var _ = register[RecallAtPrecision]()

// Build implements [Metric].
func (m *RecallAtPrecision) Build(_, _ ops.Type) error {
	return m.set(&m.Base, m.NumThresholds, m.ClassID)
}

// Update implements [Metric].
func (m *RecallAtPrecision) Update(t *ops.Trace, yTrue, yPred, weight *ops.Value) {
	m.update(t, &m.Base, yTrue, yPred, weight)
}

// Result implements [Metric].
func (m *RecallAtPrecision) Result(t *ops.Trace) *ops.Value {
	r := m.rates(t, &m.Base)
	return best(r.precision, m.Precision, r.recall)
}

func (m *RecallAtPrecision) check() error {
	return m.checkWith("Precision", m.Precision, m.NumThresholds, m.ClassID)
}
