package metrics

import (
	"errors"

	"github.com/gokeras/keras/ops"
)

// Recall is how many of the targets that are not 0 are predicted above the threshold:
//
//	TP / (TP + FN)
//
// over all batches, 0 if nothing was counted. Targets and predictions are [samples, ...] of
// the same shape, predictions from 0 to 1.
type Recall struct {
	// Threshold is what predictions are compared with, from 0 to 1; for logits 0. Default: 0.5.
	Threshold *float64 `json:"thresholds"`

	// Thresholds are several, for each of which the result has a number; such a metric can't
	// be reported by Fit. Default: Threshold.
	Thresholds []float64 `keras:"key=thresholds"`

	// TopK is how many of the largest predictions of a sample are looked at. With it the
	// default of Threshold is below all predictions. Default: all.
	TopK int `json:"top_k"`

	// ClassID is the class, an index of the last axis, that alone is looked at. Default: all.
	ClassID *int `json:"class_id"`

	Base
	confusion
	up
}

var _ = register[Recall]()

// Build implements [Metric].
func (m *Recall) Build(_, _ ops.Type) error {
	m.thresholds, m.topK, m.classID = chosen(m.Threshold, m.Thresholds, m.TopK), m.TopK, m.ClassID
	return m.build(&m.Base, truePositives, falseNegatives)
}

// Update implements [Metric].
func (m *Recall) Update(t *ops.Trace, yTrue, yPred, weight *ops.Value) {
	m.count(t, &m.Base, yTrue, yPred, weight, truePositives, falseNegatives)
}

// Result implements [Metric].
func (m *Recall) Result(t *ops.Trace) *ops.Value {
	return single(ratio(t.Get(m.states[0].Variable), t.Get(m.states[1].Variable)))
}

func (m *Recall) check() error {
	return errors.Join(checkThresholds(m.Threshold, m.Thresholds), (&confusion{topK: m.TopK, classID: m.ClassID}).check())
}
