package metrics

import (
	"cmp"

	"github.com/gokeras/keras/ops"
)

// FBetaScore is a harmonic mean of precision and recall in which recall counts β² times
// as much:
//
//	(1 + β²) · precision · recall / (β² · precision + recall)
//
// of each class, over all batches; 0 where nothing was counted. Targets, 0 or 1, and
// predictions are [samples, classes]; of a sample several classes can be right. As in
// Keras, a mask of predictions does not count.
type FBetaScore struct {
	// Average says how the scores of the classes become one, as in [F1Score].
	// Default: "", not at all.
	Average string `json:"average" keras:"default=null"`

	// Beta is β, above 0. Default: 1.
	Beta float64 `json:"beta" keras:"default=1.0"`

	// Threshold is what the prediction of a class, if it counts, is above: a number above
	// 0, at most 1. Default: the largest of a sample's predictions count, unless they are 0.
	Threshold float64 `json:"threshold" keras:"default=null"`

	Base
	up
}

var _ = register[FBetaScore]()

func (*FBetaScore) defaultName() string { return "fbeta_score" }

func (m *FBetaScore) score() fScore {
	return fScore{&m.Base, m.Average, cmp.Or(m.Beta, 1), m.Threshold}
}

func (m *FBetaScore) check() error { return m.score().check() }

// Build implements [Metric].
func (m *FBetaScore) Build(yTrue, yPred ops.Type) error { return m.score().build(yTrue, yPred) }

// Update implements [Metric].
func (m *FBetaScore) Update(t *ops.Trace, yTrue, yPred, weight *ops.Value) {
	m.score().update(t, yTrue, yPred, weight)
}

// Result implements [Metric].
func (m *FBetaScore) Result(t *ops.Trace) *ops.Value { return m.score().result(t) }
