package losses

import "github.com/gokeras/keras/ops"

// Hinge is the mean of what predictions lack of the margin, over the last axis:
//
//	loss = mean(max(1 - y·p, 0))
//
// Targets y are -1 or 1; if all of a batch are 0 or 1, 0 stands for -1. Targets and
// predictions are [..., n], the loss is [...].
type Hinge struct{ Base }

var _ = register[Hinge]()

// Call implements [Loss].
func (l *Hinge) Call(_ *ops.Trace, yTrue, yPred *ops.Value) *ops.Value {
	return ops.Mean(shortfall(signs(yTrue), yPred), -1)
}

// shortfall is what predictions lack of the margin 1.
func shortfall(y, p *ops.Value) *ops.Value {
	m := ops.Subtract(ops.OnesLike(p), ops.Multiply(y, p))
	return ops.Maximum(m, ops.ZerosLike(m))
}

// signs turns targets that are all 0 or 1 into -1 and 1.
func signs(y *ops.Value) *ops.Value {
	binary := ops.All(ops.LogicalOr(ops.Equal(y, ops.ZerosLike(y)), ops.Equal(y, ops.OnesLike(y))))
	return ops.Where(binary, ops.AddScalar(ops.Scale(y, 2), -1), y)
}
