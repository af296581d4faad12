package losses

import (
	"fmt"

	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/tensor"
)

// CTC, connectionist temporal classification, is for sequences of labels whose places in
// the input aren't known, such as the letters of speech: minus the logarithm of the
// probability that what is predicted at all steps becomes the labels, once equal
// neighbors are made one and blanks are left out.
//
// Predictions are logits [n, steps, classes], targets class numbers [n, length], the loss
// is [n]. Class 0 is the blank; among the targets it says that there is no label, after
// the last one. Where the steps are too few for the labels, the loss is very large. See
// Graves et al., Connectionist Temporal Classification: Labelling Unsegmented Sequence
// Data with Recurrent Neural Networks, 2006.
type CTC struct{ Base }

var _ = register[CTC]()

// never is the logarithm of the probability of what can't be.
const never = -1e5

// Call implements [Loss]. It goes through the steps with two logarithms of probabilities
// for each number of labels so far: that the last step was the label, and that it was
// a blank or may have been: the label's is added to it as soon as another label follows.
func (l *CTC) Call(_ *ops.Trace, yTrue, yPred *ops.Value) *ops.Value {
	if err := l.fit(yTrue.Shape, yPred.Shape); err != nil {
		fail(l, "%w", err)
	}
	n, steps, classes, length := yPred.Shape[0], yPred.Shape[1], yPred.Shape[2], yTrue.Shape[1]
	dt := yPred.DType
	labels := ops.Cast(yTrue, tensor.Int32)
	logs := ops.LogSoftmax(yPred, -1)
	ofLabel := ops.Einsum("btk,bnk->tbn", logs, ops.OneHot(labels, classes, dt))
	ofBlank := ops.Transpose(ops.SliceAxis(logs, 2, 0, 1), 1, 0, 2)

	// Between two equal labels there must be a blank.
	equal := ops.Equal(ops.SliceAxis(labels, 1, 0, length-1), ops.SliceAxis(labels, 1, 1, length))
	repeated := ops.Concatenate([]*ops.Value{ops.Cast(equal, dt), ops.Zeros(dt, n, 1)}, 1)
	direct := ops.Scale(repeated, never)
	byBlank := ops.Scale(ops.Subtract(ops.OnesLike(repeated), repeated), never)

	blank := ops.Concatenate([]*ops.Value{ops.Zeros(dt, n, 1), ops.Full(never, dt, n, length)}, 1)
	label := ops.Full(never, dt, n, length)
	last, _ := ops.Scan(steps, false, []*ops.Value{blank, label}, []*ops.Value{ofLabel, ofBlank},
		func(before, now []*ops.Value) (next, ys []*ops.Value) {
			blank, label := before[0], before[1]
			blank = follow(blank, ops.Add(label, direct))
			from := ops.LogAddExp(ops.SliceAxis(blank, 1, 0, length), label)
			blank = follow(ops.Add(blank, now[1]), ops.Add(ops.Add(label, now[1]), byBlank))
			return []*ops.Value{blank, ops.Add(from, now[0])}, nil
		})
	end := follow(last[0], last[1])
	count := ops.Sum(ops.Cast(ops.NotEqual(labels, ops.ZerosLike(labels)), tensor.Int32), -1)
	return ops.Negative(ops.Sum(ops.Multiply(end, ops.OneHot(count, length+1, dt)), -1))
}

// follow adds to the probabilities after 1, 2, … labels those of what comes there by a
// label.
func follow(blank, by *ops.Value) *ops.Value {
	n := blank.Shape[1]
	rest := ops.LogAddExp(ops.SliceAxis(blank, 1, 1, n), by)
	return ops.Concatenate([]*ops.Value{ops.SliceAxis(blank, 1, 0, 1), rest}, 1)
}

// fit returns an error if the shapes don't go together.
func (l *CTC) fit(y, yPred tensor.Shape) error {
	if len(yPred) != 3 {
		return fmt.Errorf("received predictions of shape %v, expected logits of shape (n, steps, classes)", yPred)
	}
	if len(y) != 2 || !fits(y[:1], yPred[:1]) || y[1] == 0 {
		return fmt.Errorf("received targets of shape %v, expected class numbers of shape (n, length) for predictions of shape %v", y, yPred)
	}
	return nil
}

func (l *CTC) checkLabels(y *tensor.Tensor, yPred tensor.Shape) error {
	if err := l.fit(y.Shape(), yPred); err != nil {
		return err
	}
	return classNumbers(y, yPred[2], nil)
}
