package metrics

import "github.com/gokeras/keras/ops"

// SensitivityAtSpecificity is the largest sensitivity,
//
//	TP / (TP + FN)
//
// with any threshold for which the
// specificity, TN / (TN + FP), is at least the one given, 0 if there is none. Targets and
// predictions are [samples, ...] of the same shape, predictions from 0 to 1.
type SensitivityAtSpecificity struct {
	// Specificity is what must be reached, from 0 to 1. Default: 0, which always is.
	Specificity float64 `json:"specificity" keras:"default=0.0;always"`

	// NumThresholds is the number of thresholds that are tried. Default: 200.
	NumThresholds int `json:"num_thresholds" keras:"default=200"`

	// ClassID is the class, an index of the last axis, that alone is looked at. Default: all.
	ClassID *int `json:"class_id"`

	Base
	tradeOff
	up
}

var _ = register[SensitivityAtSpecificity]()

// Build implements [Metric].
func (m *SensitivityAtSpecificity) Build(_, _ ops.Type) error {
	return m.set(&m.Base, m.NumThresholds, m.ClassID)
}

// Update implements [Metric].
func (m *SensitivityAtSpecificity) Update(t *ops.Trace, yTrue, yPred, weight *ops.Value) {
	m.update(t, &m.Base, yTrue, yPred, weight)
}

// Result implements [Metric].
func (m *SensitivityAtSpecificity) Result(t *ops.Trace) *ops.Value {
	r := m.rates(t, &m.Base)
	return best(r.specificity, m.Specificity, r.recall)
}

func (m *SensitivityAtSpecificity) check() error {
	return m.checkWith("Specificity", m.Specificity, m.NumThresholds, m.ClassID)
}
