package losses

import "github.com/gokeras/keras/ops"

// MeanAbsoluteError is the mean of the sizes of the errors over the last axis:
//
//	loss = mean(|y - p|)
//
// Targets y and predictions p are [..., n], the loss is [...].
type MeanAbsoluteError struct{ Base }

var _ = register[MeanAbsoluteError]("mae")

// Call implements [Loss].
func (l *MeanAbsoluteError) Call(_ *ops.Trace, yTrue, yPred *ops.Value) *ops.Value {
	return ops.Mean(absolute(ops.Subtract(yTrue, yPred)), -1)
}

// absolute is |x|, with gradient 1 at 0, as Keras has it on JAX.
func absolute(x *ops.Value) *ops.Value {
	return ops.Where(ops.GreaterEqual(x, ops.ZerosLike(x)), x, ops.Negative(x))
}
