package metrics

import "github.com/gokeras/keras/ops"

// Mean is the average of values over samples: Σ(v·w) / Σw. The values are the
// second argument of Update, yPred, of shape [samples, ...] or a scalar; the first
// may be nil.
type Mean struct{ Base }

var _ = register[Mean]()

// Update implements [Metric].
func (m *Mean) Update(t *ops.Trace, _, values, weight *ops.Value) {
	m.Average(t, values, weight)
}
