package metrics

import "github.com/gokeras/keras/ops"

// FalsePositives is how many predictions above the threshold have targets that are 0,
// or the sum of their weights. Targets and predictions are [samples, ...] of the same
// shape, predictions from 0 to 1.
type FalsePositives struct {
	// Threshold is what predictions are compared with, from 0 to 1. Default: 0.5.
	Threshold *float64 `json:"thresholds"`

	// Thresholds are several, for each of which the result has a number; such a metric can't
	// be reported by Fit. Default: Threshold.
	Thresholds []float64 `keras:"key=thresholds"`

	Base
	counted
}

var _ = register[FalsePositives]()

// Build implements [Metric].
func (m *FalsePositives) Build(_, _ ops.Type) error { return m.set(&m.Base, m.Threshold, m.Thresholds) }

// Update implements [Metric].
func (m *FalsePositives) Update(t *ops.Trace, yTrue, yPred, weight *ops.Value) {
	m.count(t, &m.Base, yTrue, yPred, weight, falsePositives)
}

// Result implements [Metric].
func (m *FalsePositives) Result(t *ops.Trace) *ops.Value { return m.result(t, &m.Base) }

func (m *FalsePositives) check() error { return checkThresholds(m.Threshold, m.Thresholds) }
