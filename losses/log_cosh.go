package losses

import (
	"math"

	"github.com/gokeras/keras/ops"
)

// LogCosh is the mean of the logarithm of the hyperbolic cosine of the errors over
// the last axis:
//
//	loss = mean(ln cosh(p - y))
//
// It is like half the square of small errors and like the size of large ones.
// Targets y and predictions p are [..., n], the loss is [...].
type LogCosh struct{ Base }

var _ = register[LogCosh]("logcosh")

// Call implements [Loss].
func (l *LogCosh) Call(_ *ops.Trace, yTrue, yPred *ops.Value) *ops.Value {
	e := ops.Subtract(yPred, yTrue)
	return ops.Mean(ops.AddScalar(ops.Add(e, ops.Softplus(ops.Scale(e, -2))), -math.Ln2), -1)
}
