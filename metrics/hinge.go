package metrics

import (
	"github.com/gokeras/keras/losses"
	"github.com/gokeras/keras/ops"
)

// Hinge is the average over samples of the hinge loss: see [losses.Hinge].
type Hinge struct {
	Base
	down
}

var _ = register[Hinge]()

// Update implements [Metric].
func (m *Hinge) Update(t *ops.Trace, yTrue, yPred, weight *ops.Value) {
	m.loss(t, &losses.Hinge{}, yTrue, yPred, weight)
}
