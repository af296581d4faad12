package metrics

import (
	"github.com/gokeras/keras/losses"
	"github.com/gokeras/keras/ops"
)

// RootMeanSquaredError is the square root of the average of the squares of the errors:
//
//	√(Σ w·(y - p)² / Σ w)
//
// Targets and predictions are [samples, ...]. As in Keras, a mask of predictions does
// not count.
type RootMeanSquaredError struct {
	Base
	down
}

var _ = register[RootMeanSquaredError]()

// Update implements [Metric].
func (m *RootMeanSquaredError) Update(t *ops.Trace, yTrue, yPred, weight *ops.Value) {
	dt := m.states[0].DType()
	y, p := losses.SameRank(ops.Cast(yTrue, dt), ops.Cast(yPred, dt))
	m.Average(t, ops.Square(ops.Subtract(p, y)), weight)
}

// Result implements [Metric].
func (m *RootMeanSquaredError) Result(t *ops.Trace) *ops.Value { return ops.Sqrt(m.Base.Result(t)) }
