package layers

import (
	"errors"

	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/regularizers"
)

// ActivityRegularization adds a penalty on its input to the loss, and gives the input:
//
//	(L1·Σ|x| + L2·Σx²) / batch
//
// Input of any shape, output of the same.
type ActivityRegularization struct {
	// L1 is the factor of the absolute values; it isn't negative. Default: 0.
	L1 float64 `json:"l1" keras:"default=0.0"`

	// L2 is the factor of the squares; it isn't negative. Default: 0.
	L2 float64 `json:"l2" keras:"default=0.0"`

	Base
}

var _ = register[ActivityRegularization]()

// Validate implements [Validator].
func (a *ActivityRegularization) Validate() error {
	err := errors.Join(notNegative("L1", a.L1), notNegative("L2", a.L2))
	if a.ActivityRegularizer != nil {
		err = errors.Join(err, errors.New("ActivityRegularizer: received one beside L1 and L2, expected none"))
	}
	return err
}

// Call implements [Layer].
func (a *ActivityRegularization) Call(t *ops.Trace, x *ops.Value) *ops.Value {
	penalty := (&regularizers.L1L2{L1: a.L1, L2: a.L2}).Penalty(x)
	if len(x.Shape) > 0 {
		penalty = ops.Divide(penalty, ops.FullLike(penalty, float64(max(x.Shape[0], 1))))
	}
	t.AddLoss(penalty)
	return x
}

// PassesMask says that the output has the mask of the input.
func (*ActivityRegularization) PassesMask() {}

// Weightless says that the layer never has weights.
func (*ActivityRegularization) Weightless() {}
