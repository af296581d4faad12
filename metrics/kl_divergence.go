package metrics

import (
	"github.com/gokeras/keras/losses"
	"github.com/gokeras/keras/ops"
)

// KLDivergence is the average over samples of the Kullback-Leibler divergence: see
// [losses.KLDivergence].
type KLDivergence struct {
	Base
	down
}

var _ = register[KLDivergence]()

// Update implements [Metric].
func (m *KLDivergence) Update(t *ops.Trace, yTrue, yPred, weight *ops.Value) {
	m.loss(t, &losses.KLDivergence{}, yTrue, yPred, weight)
}
