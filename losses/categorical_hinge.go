package losses

import "github.com/gokeras/keras/ops"

// CategoricalHinge is what the prediction for the right class lacks of the margin to
// the largest one for a wrong class:
//
//	loss = max(max((1-y)·p) - Σ y·p + 1, 0)
//
// Targets y are one-hot. They and the predictions p are [..., classes], the loss is
// [...].
type CategoricalHinge struct{ Base }

var _ = register[CategoricalHinge]()

// Call implements [Loss].
func (l *CategoricalHinge) Call(_ *ops.Trace, yTrue, yPred *ops.Value) *ops.Value {
	right := ops.Sum(ops.Multiply(yTrue, yPred), -1)
	wrong := ops.Max(ops.Multiply(ops.Subtract(ops.OnesLike(yTrue), yTrue), yPred), -1)
	lack := ops.AddScalar(ops.Subtract(wrong, right), 1)
	return ops.Maximum(lack, ops.ZerosLike(lack))
}
