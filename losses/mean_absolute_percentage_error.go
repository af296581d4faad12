package losses

import "github.com/gokeras/keras/ops"

// MeanAbsolutePercentageError is the mean of the sizes of the errors, in percent of
// the targets, over the last axis:
//
//	loss = 100·mean(|y - p| / max(|y|, 1e-7))
//
// Targets y and predictions p are [..., n], the loss is [...].
type MeanAbsolutePercentageError struct{ Base }

var _ = register[MeanAbsolutePercentageError]("mape")

// Call implements [Loss].
func (l *MeanAbsolutePercentageError) Call(_ *ops.Trace, yTrue, yPred *ops.Value) *ops.Value {
	size := ops.Maximum(ops.Absolute(yTrue), ops.FullLike(yTrue, epsilon))
	return ops.Scale(ops.Mean(absolute(ops.Divide(ops.Subtract(yTrue, yPred), size)), -1), 100)
}
