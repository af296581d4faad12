package metrics

import (
	"fmt"

	"github.com/gokeras/keras/ops"
)

// TopKCategoricalAccuracy is how often the prediction for the right class is one of
// the K largest. Targets are one-hot; they and predictions are
// [samples, ..., classes]. Predictions equal to that of the right class don't count
// against it.
type TopKCategoricalAccuracy struct {
	// K is how many of the largest predictions are looked at. Default: 5.
	K int `json:"k" keras:"default=5"`

	Base
	up
}

var _ = register[TopKCategoricalAccuracy]()

// Update implements [Metric].
func (m *TopKCategoricalAccuracy) Update(t *ops.Trace, yTrue, yPred, weight *ops.Value) {
	sameClasses(yTrue, yPred)
	m.average(t, yPred, inTopK(ops.ArgMax(yTrue, -1), yPred, topK(m.K)), weight)
}

func (m *TopKCategoricalAccuracy) check() error { return checkK(m.K) }

func topK(k int) int {
	if k == 0 {
		return 5
	}
	return k
}

func checkK(k int) error {
	if k < 0 {
		return fmt.Errorf("K: received %d, expected a positive number", k)
	}
	return nil
}
