package layers

import (
	"github.com/gokeras/keras/activations"
	"github.com/gokeras/keras/constraints"
	"github.com/gokeras/keras/initializers"
	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/regularizers"
	"github.com/gokeras/keras/tensor"
)

// SimpleRNNCell is the step of a [SimpleRNN]:
//
//	h = Activation(x·kernel + hPrev·recurrent_kernel + bias)
//
// Input [batch, n] and the state h [batch, Units], output h and the state h. Its weights
// are kernel [n, Units], recurrent_kernel [Units, Units] and, unless UseBias is false,
// bias [Units].
type SimpleRNNCell struct {
	// Units is the size of the state, and of the output. Required.
	Units int `json:"units"`

	// Activation makes the output. Default: activations.Tanh.
	Activation activations.Name `json:"activation" keras:"default=tanh;null=linear"`

	// UseBias says whether a bias is added. Default: true.
	UseBias *bool `json:"use_bias" keras:"default=true"`

	// KernelInitializer gives the first kernel. Default: GlorotUniform.
	KernelInitializer initializers.Initializer `json:"kernel_initializer" keras:"default=GlorotUniform"`

	// RecurrentInitializer gives the first recurrent kernel. Default: Orthogonal.
	RecurrentInitializer initializers.Initializer `json:"recurrent_initializer" keras:"default=Orthogonal"`

	// BiasInitializer gives the first bias. Default: Zeros.
	BiasInitializer initializers.Initializer `json:"bias_initializer" keras:"default=Zeros"`

	// KernelRegularizer is a penalty on the kernel. Default: none.
	KernelRegularizer regularizers.Regularizer `json:"kernel_regularizer"`

	// RecurrentRegularizer is a penalty on the recurrent kernel. Default: none.
	RecurrentRegularizer regularizers.Regularizer `json:"recurrent_regularizer"`

	// BiasRegularizer is a penalty on the bias. Default: none.
	BiasRegularizer regularizers.Regularizer `json:"bias_regularizer"`

	// KernelConstraint limits the kernel. Default: none.
	KernelConstraint constraints.Constraint `json:"kernel_constraint"`

	// RecurrentConstraint limits the recurrent kernel. Default: none.
	RecurrentConstraint constraints.Constraint `json:"recurrent_constraint"`

	// BiasConstraint limits the bias. Default: none.
	BiasConstraint constraints.Constraint `json:"bias_constraint"`

	// Dropout is the rate at which inputs are dropped in training, the same ones at
	// each step. Default: 0.
	Dropout float64 `json:"dropout" keras:"default=0.0"`

	// RecurrentDropout is the rate at which states are dropped in training before
	// they are multiplied by the recurrent kernel, the same ones at each step.
	// Default: 0.
	RecurrentDropout float64 `json:"recurrent_dropout" keras:"default=0.0"`

	// Seed is where the random numbers begin. Default: one that the model gives.
	Seed *int64 `json:"seed"`

	MultiBase

	gates
}

var _ = register[SimpleRNNCell]()

// Validate implements [Validator].
func (c *SimpleRNNCell) Validate() error {
	return checkCell("Units", c.Units, c.Dropout, c.RecurrentDropout, 0, c.Activation)
}

// BuildAll implements [Multi].
func (c *SimpleRNNCell) BuildAll(in []tensor.Shape) error {
	n, err := cellInput(in)
	if err != nil {
		return err
	}
	bias := Weight{Initializer: c.BiasInitializer, Regularizer: c.BiasRegularizer, Constraint: c.BiasConstraint}
	if c.UseBias == nil || *c.UseBias {
		bias.Shape = tensor.Shape{c.Units}
	}
	c.gates = gates{n: 1, axis: -1, dropping: dropping{
		input: c.Dropout, recurrent: c.RecurrentDropout, masks: 1, ones: true,
	}}
	c.build(&c.Base, c.Seed,
		Weight{Shape: tensor.Shape{n, c.Units}, Initializer: c.KernelInitializer, Regularizer: c.KernelRegularizer, Constraint: c.KernelConstraint},
		Weight{Shape: tensor.Shape{c.Units, c.Units}, Initializer: c.RecurrentInitializer, Regularizer: c.RecurrentRegularizer, Constraint: c.RecurrentConstraint},
		bias)
	return nil
}

// StateShapes implements [Cell].
func (c *SimpleRNNCell) StateShapes() []tensor.Shape { return []tensor.Shape{{c.Units}} }

// CallAll implements [Multi].
func (c *SimpleRNNCell) CallAll(t *ops.Trace, in []*ops.Value) []*ops.Value {
	return callCell(t, c, in)
}

// start implements [stepper].
func (c *SimpleRNNCell) start(t *ops.Trace, x *ops.Value) ([]*ops.Value, cellStep) {
	z := c.inputs(t, x)
	if c.bias != nil {
		z = ops.Add(z, t.Get(c.bias))
	}
	recurrent, activation := c.states(t, x), activationOr(c.Activation, activations.Tanh)
	return []*ops.Value{z}, func(z, states []*ops.Value) []*ops.Value {
		return []*ops.Value{activation(ops.Add(z[0], recurrent(states[0], 0, 1)))}
	}
}
