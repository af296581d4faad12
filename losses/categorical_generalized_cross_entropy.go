package losses

import (
	"fmt"

	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/tensor"
)

// CategoricalGeneralizedCrossEntropy is between the cross-entropy, which it nears as Q
// nears 0, and the mean absolute error, as Q nears 1. The larger Q, the less do wrong
// labels matter:
//
//	loss = (1 - p_y^Q) / Q
//
// Predictions p are probabilities [..., classes], targets y class numbers [...] or [..., 1],
// the loss is [...]. Keras has no string for it, and takes targets [n, 1] for something
// else. See Zhang and Sabuncu, Generalized Cross Entropy Loss for Training Deep Neural
// Networks with Noisy Labels, 2018.
type CategoricalGeneralizedCrossEntropy struct {
	// Q is above 0 and below 1. Default: 0.5.
	Q float64 `json:"q" keras:"default=0.5"`

	Base
}

var _ = register[CategoricalGeneralizedCrossEntropy]()

// Call implements [Loss].
func (l *CategoricalGeneralizedCrossEntropy) Call(_ *ops.Trace, yTrue, yPred *ops.Value) *ops.Value {
	at, err := classAxis(nil, yTrue.Shape, yPred.Shape)
	if err != nil {
		fail(l, "%w", err)
	}
	if len(yTrue.Shape) == len(yPred.Shape) {
		yTrue = ops.Squeeze(yTrue, at)
	}
	p := ops.Sum(ops.Multiply(yPred, oneHot(yTrue, yPred, at)), at)
	rest := ops.Subtract(ops.OnesLike(p), ops.Power(p, ops.FullLike(p, l.q())))
	return ops.Divide(rest, ops.FullLike(p, l.q()))
}

func (l *CategoricalGeneralizedCrossEntropy) q() float64 {
	if l.Q == 0 {
		return .5
	}
	return l.Q
}

func (l *CategoricalGeneralizedCrossEntropy) check() (errs []error) {
	if q := l.q(); !(q > 0 && q < 1) {
		errs = append(errs, fmt.Errorf("Q: received %v, expected a number between 0 and 1", q))
	}
	return errs
}

func (l *CategoricalGeneralizedCrossEntropy) checkLabels(y *tensor.Tensor, yPred tensor.Shape) error {
	at, err := classAxis(nil, y.Shape(), yPred)
	if err != nil {
		return err
	}
	return classNumbers(y, yPred[at], nil)
}
