package metrics

import "github.com/gokeras/keras/ops"

// CategoricalAccuracy is how often the largest prediction is that of the right
// class. Targets are one-hot; they and predictions are [samples, ..., classes]. Of
// equal predictions the first is the largest.
type CategoricalAccuracy struct {
	Base
	up
}

var _ = register[CategoricalAccuracy]()

// Update implements [Metric].
func (m *CategoricalAccuracy) Update(t *ops.Trace, yTrue, yPred, weight *ops.Value) {
	m.average(t, yPred, categoricalAccuracy(yTrue, yPred), weight)
}

func categoricalAccuracy(yTrue, yPred *ops.Value) *ops.Value {
	sameClasses(yTrue, yPred)
	return equal(ops.ArgMax(yTrue, -1), ops.ArgMax(yPred, -1))
}
