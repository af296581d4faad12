package layers

import (
	"fmt"

	"github.com/gokeras/keras/constraints"
	"github.com/gokeras/keras/initializers"
	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/regularizers"
	"github.com/gokeras/keras/tensor"
)

// PReLU is the rectified linear unit whose slopes for negative numbers are learned (He,
// Zhang, Ren and Sun, 2015):
//
//	y = x          for x ≥ 0
//	y = alpha·x    elsewhere
//
// Input of any shape, output of the same. Its weight is alpha, of a sample's shape, but
// of size 1 along SharedAxes.
type PReLU struct {
	// AlphaInitializer gives the first slopes. Default: Zeros.
	AlphaInitializer initializers.Initializer `json:"alpha_initializer" keras:"default=Zeros"`

	// AlphaRegularizer is a penalty on the slopes. Default: none.
	AlphaRegularizer regularizers.Regularizer `json:"alpha_regularizer"`

	// AlphaConstraint limits the slopes. Default: none.
	AlphaConstraint constraints.Constraint `json:"alpha_constraint"`

	// SharedAxes is the axes along which all elements have one slope; axis 1 is the
	// first after the batch's. Default: none.
	SharedAxes []int `json:"shared_axes"`

	Base

	alpha *ops.Variable
}

var _ = register[PReLU]()

// Build implements [Layer].
func (p *PReLU) Build(in tensor.Shape) error {
	if len(in) == 0 {
		return fmt.Errorf("input: received a scalar, expected a batch axis")
	}
	shape := in[1:].Clone()
	for _, a := range p.SharedAxes {
		if a < 1 || a >= len(in) {
			return fmt.Errorf("SharedAxes: received %d, expected an axis from 1 to %d of an input of shape %v", a, len(in)-1, in)
		}
		shape[a-1] = 1
	}
	p.alpha = p.AddWeight(Weight{
		Name: "alpha", Shape: shape,
		Initializer: orZeros(p.AlphaInitializer), Regularizer: p.AlphaRegularizer, Constraint: p.AlphaConstraint,
	})
	return nil
}

// Call implements [Layer].
func (p *PReLU) Call(t *ops.Trace, x *ops.Value) *ops.Value {
	x = ops.Cast(x, p.computeDType())
	return ops.Subtract(ops.Relu(x), ops.Multiply(t.Get(p.alpha), ops.Relu(ops.Negative(x))))
}

// PassesMask says that the output has the mask of the input.
func (*PReLU) PassesMask() {}
