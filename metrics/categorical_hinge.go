package metrics

import (
	"github.com/gokeras/keras/losses"
	"github.com/gokeras/keras/ops"
)

// CategoricalHinge is the average over samples of the hinge loss of classes: see
// [losses.CategoricalHinge].
type CategoricalHinge struct {
	Base
	down
}

var _ = register[CategoricalHinge]()

// Update implements [Metric].
func (m *CategoricalHinge) Update(t *ops.Trace, yTrue, yPred, weight *ops.Value) {
	m.loss(t, &losses.CategoricalHinge{}, yTrue, yPred, weight)
}
