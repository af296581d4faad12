package losses

import "github.com/gokeras/keras/ops"

// KLDivergence is the Kullback-Leibler divergence of predicted probabilities p from
// the targets y:
//
//	loss = Σ yᵢ·ln(yᵢ/pᵢ)
//
// Both are [..., classes] and are clipped to [1e-7, 1]; the loss is [...].
type KLDivergence struct{ Base }

var _ = register[KLDivergence]("kld", "kullback_leibler_divergence")

// Call implements [Loss].
func (l *KLDivergence) Call(_ *ops.Trace, yTrue, yPred *ops.Value) *ops.Value {
	y, p := ops.Clip(yTrue, epsilon, 1), ops.Clip(yPred, epsilon, 1)
	return ops.Sum(ops.Multiply(y, ops.Log(ops.Divide(y, p))), -1)
}
