package losses

import "github.com/gokeras/keras/ops"

// SquaredHinge is the mean of the squares of what predictions lack of the margin,
// over the last axis:
//
//	loss = mean(max(1 - y·p, 0)²)
//
// Targets y are -1 or 1; if all of a batch are 0 or 1, 0 stands for -1. Targets and
// predictions are [..., n], the loss is [...].
type SquaredHinge struct{ Base }

var _ = register[SquaredHinge]()

// Call implements [Loss].
func (l *SquaredHinge) Call(_ *ops.Trace, yTrue, yPred *ops.Value) *ops.Value {
	return ops.Mean(ops.Square(shortfall(signs(yTrue), yPred)), -1)
}
