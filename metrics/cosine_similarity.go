package metrics

import (
	"github.com/gokeras/keras/losses"
	"github.com/gokeras/keras/ops"
)

// CosineSimilarity is the average over samples of the cosine of the angle between
// targets and predictions: the negative of [losses.CosineSimilarity].
type CosineSimilarity struct {
	// Axis is the axis that the vectors lie along. Default: -1.
	Axis *int `json:"axis" keras:"default=-1"`

	Base
	up
}

var _ = register[CosineSimilarity]()

// Update implements [Metric].
func (m *CosineSimilarity) Update(t *ops.Trace, yTrue, yPred, weight *ops.Value) {
	opposite := losses.Values(t, &losses.CosineSimilarity{Axis: m.Axis}, yTrue, yPred)
	m.average(t, yPred, ops.Negative(opposite), weight)
}
