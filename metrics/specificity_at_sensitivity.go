package metrics

import "github.com/gokeras/keras/ops"

// SpecificityAtSensitivity is the largest specificity,
//
//	TN / (TN + FP)
//
// with any threshold for which the
// sensitivity, TP / (TP + FN), is at least the one given, 0 if there is none. Targets and
// predictions are [samples, ...] of the same shape, predictions from 0 to 1.
type SpecificityAtSensitivity struct {
	// Sensitivity is what must be reached, from 0 to 1. Default: 0, which always is.
	Sensitivity float64 `json:"sensitivity" keras:"default=0.0;always"`

	// NumThresholds is the number of thresholds that are tried. Default: 200.
	NumThresholds int `json:"num_thresholds" keras:"default=200"`

	// ClassID is the class, an index of the last axis, that alone is looked at. Default: all.
	ClassID *int `json:"class_id"`

	Base
	tradeOff
	up
}

var _ = register[SpecificityAtSensitivity]()

// Build implements [Metric].
func (m *SpecificityAtSensitivity) Build(_, _ ops.Type) error {
	return m.set(&m.Base, m.NumThresholds, m.ClassID)
}

// Update implements [Metric].
func (m *SpecificityAtSensitivity) Update(t *ops.Trace, yTrue, yPred, weight *ops.Value) {
	m.update(t, &m.Base, yTrue, yPred, weight)
}

// Result implements [Metric].
func (m *SpecificityAtSensitivity) Result(t *ops.Trace) *ops.Value {
	r := m.rates(t, &m.Base)
	return best(r.recall, m.Sensitivity, r.specificity)
}

func (m *SpecificityAtSensitivity) check() error {
	return m.checkWith("Sensitivity", m.Sensitivity, m.NumThresholds, m.ClassID)
}
