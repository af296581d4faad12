package metrics

import (
	"github.com/gokeras/keras/losses"
	"github.com/gokeras/keras/ops"
)

// SquaredHinge is the average over samples of the squared hinge loss: see
// [losses.SquaredHinge].
type SquaredHinge struct {
	Base
	down
}

var _ = register[SquaredHinge]()

// Update implements [Metric].
func (m *SquaredHinge) Update(t *ops.Trace, yTrue, yPred, weight *ops.Value) {
	m.loss(t, &losses.SquaredHinge{}, yTrue, yPred, weight)
}
