package layers

import (
	"errors"
	"fmt"

	"github.com/gokeras/keras/activations"
	"github.com/gokeras/keras/constraints"
	"github.com/gokeras/keras/initializers"
	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/regularizers"
	"github.com/gokeras/keras/tensor"
)

// Dense is a fully connected layer:
//
//	y = Activation(x·kernel + bias)
//
// Input [..., n], output [..., Units]. Its weights are kernel [n, Units] and,
// unless UseBias is false, bias [Units].
type Dense struct {
	// Units is the size of the output's last axis. Required.
	Units int `json:"units"`

	// Activation ends the layer. Default: activations.Linear.
	Activation activations.Name `json:"activation" keras:"default=linear"`

	// UseBias says whether a bias is added. Default: true.
	UseBias *bool `json:"use_bias" keras:"default=true"`

	// KernelInitializer gives the first kernel. Default: GlorotUniform.
	KernelInitializer initializers.Initializer `json:"kernel_initializer" keras:"default=GlorotUniform"`

	// BiasInitializer gives the first bias. Default: Zeros.
	BiasInitializer initializers.Initializer `json:"bias_initializer" keras:"default=Zeros"`

	// KernelRegularizer is a penalty on the kernel. Default: none.
	KernelRegularizer regularizers.Regularizer `json:"kernel_regularizer"`

	// BiasRegularizer is a penalty on the bias. Default: none.
	BiasRegularizer regularizers.Regularizer `json:"bias_regularizer"`

	// KernelConstraint limits the kernel. Default: none.
	KernelConstraint constraints.Constraint `json:"kernel_constraint"`

	// BiasConstraint limits the bias. Default: none.
	BiasConstraint constraints.Constraint `json:"bias_constraint"`

	Base

	kernel, bias *ops.Variable
}

var _ = register[Dense]()

// Validate implements [Validator].
func (d *Dense) Validate() error {
	var err error
	if d.Units <= 0 {
		err = received("Units", d.Units, "a positive number")
	}
	return errors.Join(err, checkActivation(d.Activation))
}

// Build implements [Layer].
func (d *Dense) Build(in tensor.Shape) error {
	if len(in) < 2 {
		return fmt.Errorf("input: received shape %v, expected a batch axis and at least one more", in)
	}
	n := in[len(in)-1]
	if n == tensor.Unknown {
		return fmt.Errorf("input: received shape %v, expected a last axis of known size", in)
	}
	d.kernel = d.AddWeight(Weight{
		Name: "kernel", Shape: tensor.Shape{n, d.Units},
		Initializer: d.KernelInitializer, Regularizer: d.KernelRegularizer, Constraint: d.KernelConstraint,
	})
	if d.UseBias == nil || *d.UseBias {
		d.bias = d.AddWeight(Weight{
			Name: "bias", Shape: tensor.Shape{d.Units},
			Initializer: orZeros(d.BiasInitializer), Regularizer: d.BiasRegularizer, Constraint: d.BiasConstraint,
		})
	}
	return nil
}

// Call implements [Layer].
func (d *Dense) Call(t *ops.Trace, x *ops.Value) *ops.Value {
	y := ops.Matmul(x, t.Get(d.kernel))
	if d.bias != nil {
		y = ops.Add(y, t.Get(d.bias))
	}
	return activate(y, d.Activation)
}

// PassesMask says that the output has the mask of the input.
func (*Dense) PassesMask() {}

func orZeros(i initializers.Initializer) initializers.Initializer {
	if i == nil {
		return &initializers.Zeros{}
	}
	return i
}
