package losses

import "github.com/gokeras/keras/ops"

// MeanSquaredLogarithmicError is the mean of the squares of the errors of the
// logarithms over the last axis:
//
//	loss = mean((ln(1 + max(p, 1e-7)) - ln(1 + max(y, 1e-7)))²)
//
// Targets y and predictions p are [..., n], the loss is [...].
type MeanSquaredLogarithmicError struct{ Base }

var _ = register[MeanSquaredLogarithmicError]("msle")

// Call implements [Loss].
func (l *MeanSquaredLogarithmicError) Call(_ *ops.Trace, yTrue, yPred *ops.Value) *ops.Value {
	return ops.Mean(ops.Square(ops.Subtract(logPlus1(yPred), logPlus1(yTrue))), -1)
}

func logPlus1(x *ops.Value) *ops.Value {
	return ops.Log(ops.AddScalar(ops.Maximum(x, ops.FullLike(x, epsilon)), 1))
}
