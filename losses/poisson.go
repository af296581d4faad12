package losses

import "github.com/gokeras/keras/ops"

// Poisson is the negative log-likelihood of counts y under Poisson distributions of
// means p, but for what p does not change, averaged over the last axis:
//
//	loss = mean(p - y·ln(p + 1e-7))
//
// Targets y and predictions p are [..., n], the loss is [...].
type Poisson struct{ Base }

var _ = register[Poisson]()

// Call implements [Loss].
func (l *Poisson) Call(_ *ops.Trace, yTrue, yPred *ops.Value) *ops.Value {
	return ops.Mean(ops.Subtract(yPred, ops.Multiply(yTrue, ops.Log(ops.AddScalar(yPred, epsilon)))), -1)
}
