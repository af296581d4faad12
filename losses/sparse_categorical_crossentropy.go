package losses

import (
	"fmt"

	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/tensor"
)

// SparseCategoricalCrossentropy is the cross-entropy between targets y, which are
// class numbers, and predicted probabilities p of the classes:
//
//	loss = -ln p_y
//
// Predictions are [..., classes], targets [...] or [..., 1], the loss is [...].
// Predictions are divided by their sum and clipped to [1e-7, 1-1e-7]. From logits
// it is exact.
type SparseCategoricalCrossentropy struct {
	// FromLogits says that predictions are the inputs of a softmax and not its
	// outputs. Default: false.
	FromLogits bool `json:"from_logits" keras:"default=false"`

	// IgnoreClass is a class number, such as -1, whose samples have loss 0 and
	// don't count in a mean. Default: none.
	IgnoreClass *int `json:"ignore_class" keras:"default=null"`

	// Axis is the axis of the classes. Default: -1.
	Axis *int `json:"axis" keras:"default=-1"`

	Base
}

var _ = register[SparseCategoricalCrossentropy]()

// Call implements [Loss]. The samples that are ignored are left out by the mask of
// the result.
func (l *SparseCategoricalCrossentropy) Call(t *ops.Trace, yTrue, yPred *ops.Value) *ops.Value {
	at, err := classAxis(l.Axis, yTrue.Shape, yPred.Shape)
	if err != nil {
		fail(l, "%w", err)
	}
	if len(yTrue.Shape) == len(yPred.Shape) {
		yTrue = ops.Squeeze(yTrue, at)
	}
	zero := ops.Const(0, yPred.DType)
	var valid *ops.Value
	if l.IgnoreClass != nil {
		valid = ops.NotEqual(yTrue, ops.FullLike(yTrue, float64(*l.IgnoreClass)))
		yTrue = ops.Where(valid, yTrue, zero)
		yPred = ops.Where(ops.ExpandDims(valid, at), yPred, zero)
	}
	loss := ops.Negative(ops.Sum(ops.Multiply(oneHot(yTrue, yPred, at), logProbability(yPred, at, l.FromLogits)), at))
	if valid != nil {
		loss = ops.Where(valid, loss, zero)
		t.SetMask(loss, valid)
	}
	return loss
}

// oneHot is 1 where the index along an axis of yPred is the class, and else 0.
func oneHot(class, yPred *ops.Value, at int) *ops.Value {
	shape := make(tensor.Shape, len(yPred.Shape))
	for i := range shape {
		shape[i] = 1
	}
	shape[at] = yPred.Shape[at]
	index := ops.Reshape(ops.Arange(shape[at], tensor.Int32), shape...)
	return ops.Cast(ops.Equal(ops.ExpandDims(ops.Cast(class, tensor.Int32), at), index), yPred.DType)
}

// classAxis returns the axis of the classes, counted from 0, or an error if the shapes of
// class numbers and predictions don't go together.
func classAxis(axis *int, y, yPred tensor.Shape) (int, error) {
	at := or(axis, -1)
	if at < -len(yPred) || at >= len(yPred) {
		return 0, fmt.Errorf("Axis: received %d for predictions of shape %v", at, yPred)
	}
	at = (at + len(yPred)) % len(yPred)
	if n := len(y) - (len(yPred) - at - 1); n >= 0 && fits(y[n:], yPred[at+1:]) {
		before := y[:n] // those before the axis, and perhaps one of size 1 in its place
		if len(before) == at+1 && before[at] == 1 {
			before = before[:at]
		}
		if fits(before, yPred[:at]) {
			return at, nil
		}
	}
	rows := append(yPred[:at].Clone(), yPred[at+1:]...)
	err := fmt.Errorf("received targets of shape %v, expected class numbers of shape %v for predictions of shape %v", y, rows, yPred)
	if fits(y, yPred) {
		err = fmt.Errorf("%w; for one-hot rows use CategoricalCrossentropy", err)
	}
	return 0, err
}

func (l *SparseCategoricalCrossentropy) checkLabels(y *tensor.Tensor, yPred tensor.Shape) error {
	at, err := classAxis(l.Axis, y.Shape(), yPred)
	if err != nil {
		return err
	}
	return classNumbers(y, yPred[at], l.IgnoreClass)
}
