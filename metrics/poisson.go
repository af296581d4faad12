package metrics

import (
	"github.com/gokeras/keras/losses"
	"github.com/gokeras/keras/ops"
)

// Poisson is the average over samples of the negative log-likelihood of counts: see
// [losses.Poisson].
type Poisson struct {
	Base
	down
}

var _ = register[Poisson]()

// Update implements [Metric].
func (m *Poisson) Update(t *ops.Trace, yTrue, yPred, weight *ops.Value) {
	m.loss(t, &losses.Poisson{}, yTrue, yPred, weight)
}
