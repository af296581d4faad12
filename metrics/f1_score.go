package metrics

import "github.com/gokeras/keras/ops"

// F1Score is the harmonic mean of precision and recall:
//
//	2 · precision · recall / (precision + recall)
//
// of each class, over all batches; 0 where nothing was counted. Targets, 0 or 1, and
// predictions are [samples, classes]; of a sample several classes can be right. As in
// Keras, a mask of predictions does not count.
type F1Score struct {
	// Average says how the scores of the classes become one: "micro" counts all classes
	// together, "macro" is the mean, "weighted" the mean by how often a class is right. ""
	// is none: the result is an array with the score of each class, which the methods of a
	// model, that report numbers, refuse if there are several. Default: "".
	Average string `json:"average" keras:"default=null"`

	// Threshold is what the prediction of a class, if it counts, is above: a number above
	// 0, at most 1. Default: the largest of a sample's predictions count, unless they are 0.
	Threshold float64 `json:"threshold" keras:"default=null"`

	Base
	up
}

var _ = register[F1Score]()

func (m *F1Score) score() fScore { return fScore{&m.Base, m.Average, 1, m.Threshold} }

func (m *F1Score) check() error { return m.score().check() }

// Build implements [Metric].
func (m *F1Score) Build(yTrue, yPred ops.Type) error { return m.score().build(yTrue, yPred) }

// Update implements [Metric].
func (m *F1Score) Update(t *ops.Trace, yTrue, yPred, weight *ops.Value) {
	m.score().update(t, yTrue, yPred, weight)
}

// Result implements [Metric].
func (m *F1Score) Result(t *ops.Trace) *ops.Value { return m.score().result(t) }
