package losses

import "github.com/gokeras/keras/ops"

// CosineSimilarity is the cosine of the angle between targets y and predictions p,
// negative so that training makes it small:
//
//	loss = -Σ yᵢ·pᵢ / (‖y‖·‖p‖)
//
// It is from -1, the same direction, to 1, the opposite one. Targets and predictions
// are [..., n], the loss is [...].
type CosineSimilarity struct {
	// Axis is the axis that the vectors lie along. Default: -1.
	Axis *int `json:"axis" keras:"default=-1"`

	Base
}

var _ = register[CosineSimilarity]()

// Call implements [Loss].
func (l *CosineSimilarity) Call(_ *ops.Trace, yTrue, yPred *ops.Value) *ops.Value {
	at := or(l.Axis, -1)
	return ops.Negative(ops.Sum(ops.Multiply(unit(yTrue, at), unit(yPred, at)), at))
}

// unit is x divided by its length along an axis, if that isn't below epsilon.
func unit(x *ops.Value, at int) *ops.Value {
	inverse := ops.KeepDims(ops.Rsqrt(ops.Sum(ops.Square(x), at)), x, at)
	return ops.Multiply(x, ops.Minimum(inverse, ops.FullLike(inverse, 1/epsilon)))
}
