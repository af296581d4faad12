package losses

import (
	"fmt"

	"github.com/gokeras/keras/ops"
)

// Huber is quadratic for small errors e = p - y and linear for large ones, averaged
// over the last axis:
//
//	loss = mean(½e²)          where |e| ≤ Delta
//	       mean(δ·|e| - ½δ²)  elsewhere, δ = Delta
//
// Targets y and predictions p are [..., n], the loss is [...]. Its name is
// "huber_loss".
type Huber struct {
	// Delta is the size of errors from which on it is linear. Default: 1.
	Delta float64 `json:"delta" keras:"default=1.0"`

	Base
}

var _ = register[Huber]("huber_loss")

// Call implements [Loss].
func (l *Huber) Call(_ *ops.Trace, yTrue, yPred *ops.Value) *ops.Value {
	delta := l.Delta
	if delta == 0 {
		delta = 1
	}
	e := ops.Subtract(yPred, yTrue)
	size := ops.Absolute(e)
	small := ops.LessEqual(size, ops.FullLike(size, delta))
	linear := ops.AddScalar(ops.Scale(size, delta), -delta*delta/2)
	return ops.Mean(ops.Where(small, ops.Scale(ops.Square(e), .5), linear), -1)
}

func (l *Huber) check() []error {
	if l.Delta >= 0 {
		return nil
	}
	return []error{fmt.Errorf("Delta: received %v, expected a positive number", l.Delta)}
}
