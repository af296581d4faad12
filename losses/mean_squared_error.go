package losses

import "github.com/gokeras/keras/ops"

// MeanSquaredError is the mean of the squares of the errors over the last axis:
//
//	loss = mean((y - p)²)
//
// Targets y and predictions p are [..., n], the loss is [...].
type MeanSquaredError struct{ Base }

var _ = register[MeanSquaredError]("mse")

// Call implements [Loss].
func (l *MeanSquaredError) Call(_ *ops.Trace, yTrue, yPred *ops.Value) *ops.Value {
	return ops.Mean(ops.Square(ops.Subtract(yTrue, yPred)), -1)
}
