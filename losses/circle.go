package losses

import (
	"fmt"

	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/tensor"
)

// Circle draws embeddings of one class together and those of other classes apart. For
// each sample of a batch, with the distances d = max(1 - cos, 0) to all of the same
// class and of others,
//
//	same  = ln Σ exp(-Gamma·(d + Margin)·(Margin - d))
//	other = ln Σ exp(Gamma·max(1 + Margin - d, 0)·(1 - Margin - d))
//	loss  = ln(1 + exp(same + other))
//
// Predictions are embeddings [n, size] of length 1, as layers.UnitNormalization makes
// them, targets class numbers [n] or [n, 1], the loss is [n]. Samples with loss 0, such as
// those whose class no other has, don't count in a mean. See Sun et al., Circle Loss: A
// Unified Perspective of Pair Similarity Optimization, 2020.
type Circle struct {
	// Gamma is the scale. Default: 80.
	Gamma float64 `json:"gamma" keras:"default=80.0"`

	// Margin is the distance at which samples of a class are near enough, and 1 less it
	// that at which others are far enough. Default: 0.4.
	Margin *float64 `json:"margin" keras:"default=0.4"`

	// RemoveDiagonal says whether a sample leaves out itself among those of its class.
	// Default: true.
	RemoveDiagonal *bool `json:"remove_diagonal" keras:"default=true"`

	Base
}

var _ = register[Circle]()

// Call implements [Loss]. Samples with loss 0 are left out by the mask of the result.
func (l *Circle) Call(t *ops.Trace, yTrue, yPred *ops.Value) *ops.Value {
	if err := l.fit(yTrue.Shape, yPred.Shape); err != nil {
		fail(l, "%w", err)
	}
	gamma, margin := l.Gamma, or(l.Margin, .4)
	if gamma == 0 {
		gamma = 80
	}
	n := yPred.Shape[0]
	class := ops.Reshape(ops.Cast(yTrue, tensor.Int32), n, 1)
	same := ops.Equal(class, ops.Transpose(class))
	other := ops.LogicalNot(same)
	if or(l.RemoveDiagonal, true) {
		same = ops.LogicalAnd(same, ops.LogicalNot(ops.Identity(n, tensor.Bool)))
	}
	// from returns k-d.
	d := nonNegative(ops.AddScalar(ops.Negative(ops.Matmul(yPred, ops.Transpose(yPred))), 1))
	from := func(k float64) *ops.Value { return ops.AddScalar(ops.Negative(d), k) }
	near := ops.Multiply(nonNegative(ops.AddScalar(d, margin)), from(margin))
	far := ops.Multiply(nonNegative(from(1+margin)), from(1-margin))
	loss := ops.Softplus(ops.Add(logSum(same, ops.Scale(near, -gamma)), logSum(other, ops.Scale(far, gamma))))
	t.SetMask(loss, ops.Greater(loss, ops.ZerosLike(loss)))
	return loss
}

func nonNegative(x *ops.Value) *ops.Value { return ops.Maximum(x, ops.ZerosLike(x)) }

// logSum returns ln Σ eˣ over what the mask has of each row. Of nothing it is very small,
// but no infinity, whose gradient would be no number.
func logSum(mask, x *ops.Value) *ops.Value {
	return ops.LogSumExp(ops.Where(mask, x, ops.FullLike(x, -1e30)), 1)
}

func (l *Circle) check() (errs []error) {
	if !(l.Gamma >= 0) {
		errs = append(errs, fmt.Errorf("Gamma: received %v, expected a positive number", l.Gamma))
	}
	return errs
}

// fit returns an error if the shapes don't go together.
func (l *Circle) fit(y, yPred tensor.Shape) error {
	if len(yPred) != 2 {
		return fmt.Errorf("received predictions of shape %v, expected embeddings of shape (n, size)", yPred)
	}
	if fits(y, yPred[:1]) || fits(y, tensor.Shape{yPred[0], 1}) {
		return nil
	}
	return fmt.Errorf("received targets of shape %v, expected class numbers of shape %v", y, yPred[:1])
}

func (l *Circle) checkLabels(y *tensor.Tensor, yPred tensor.Shape) error {
	return l.fit(y.Shape(), yPred)
}
