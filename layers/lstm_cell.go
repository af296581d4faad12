package layers

import (
	"github.com/gokeras/keras/activations"
	"github.com/gokeras/keras/constraints"
	"github.com/gokeras/keras/initializers"
	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/regularizers"
	"github.com/gokeras/keras/tensor"
)

// LSTMCell is the step of an [LSTM], with the gates i, f, c and o side by side in its
// weights (Hochreiter and Schmidhuber, 1997):
//
//	i, f, o = RecurrentActivation(x·kernel + hPrev·recurrent_kernel + bias)
//	c = f·cPrev + i·Activation(x·kernel + hPrev·recurrent_kernel + bias)
//	h = o·Activation(c)
//
// Input [batch, n] and the states h and c, each [batch, Units], output h and the states
// h and c. Its weights are kernel [n, 4·Units], recurrent_kernel [Units, 4·Units] and,
// unless UseBias is false, bias [4·Units].
type LSTMCell struct {
	// Units is the size of the state, and of the output. Required.
	Units int `json:"units"`

	// Activation makes the candidate and the output. Default: activations.Tanh.
	Activation activations.Name `json:"activation" keras:"default=tanh;null=linear"`

	// RecurrentActivation makes the gates. Default: activations.Sigmoid.
	RecurrentActivation activations.Name `json:"recurrent_activation" keras:"default=sigmoid;null=linear"`

	// UseBias says whether a bias is added. Default: true.
	UseBias *bool `json:"use_bias" keras:"default=true"`

	// KernelInitializer gives the first kernel. Default: GlorotUniform.
	KernelInitializer initializers.Initializer `json:"kernel_initializer" keras:"default=GlorotUniform"`

	// RecurrentInitializer gives the first recurrent kernel. Default: Orthogonal.
	RecurrentInitializer initializers.Initializer `json:"recurrent_initializer" keras:"default=Orthogonal"`

	// BiasInitializer gives the first bias. Default: Zeros.
	BiasInitializer initializers.Initializer `json:"bias_initializer" keras:"default=Zeros"`

	// UnitForgetBias makes the first bias of the gate that forgets 1. Default: true.
	UnitForgetBias *bool `json:"unit_forget_bias" keras:"default=true"`

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
	// each step; a rate of 1 drops nothing, as in Keras. Default: 0.
	Dropout float64 `json:"dropout" keras:"default=0.0"`

	// RecurrentDropout is the rate at which states are dropped in training before
	// they are multiplied by the recurrent kernel, the same ones at each step.
	// Default: 0.
	RecurrentDropout float64 `json:"recurrent_dropout" keras:"default=0.0"`

	// Seed is where the random numbers begin. Default: one that the model gives.
	Seed *int64 `json:"seed"`

	// Implementation is 2, or 1 with which each gate drops elements of its own, as it
	// does wherever states are dropped. Default: 2.
	Implementation int `json:"implementation" keras:"default=2"`

	MultiBase

	gates
}

var _ = register[LSTMCell]()

// Validate implements [Validator].
func (c *LSTMCell) Validate() error {
	return checkCell("Units", c.Units, c.Dropout, c.RecurrentDropout, c.Implementation, c.Activation, c.RecurrentActivation)
}

// BuildAll implements [Multi].
func (c *LSTMCell) BuildAll(in []tensor.Shape) error {
	n, err := cellInput(in)
	if err != nil {
		return err
	}
	first := c.BiasInitializer
	if c.UnitForgetBias == nil || *c.UnitForgetBias {
		first = forgetBias{first}
	}
	bias := Weight{Initializer: first, Regularizer: c.BiasRegularizer, Constraint: c.BiasConstraint}
	if c.UseBias == nil || *c.UseBias {
		bias.Shape = tensor.Shape{4 * c.Units}
	}
	c.gates = gates{n: 4, axis: -1, dropping: dropping{
		input: c.Dropout, recurrent: c.RecurrentDropout, masks: separate(4, c.Implementation, c.RecurrentDropout),
	}}
	c.build(&c.Base, c.Seed,
		Weight{Shape: tensor.Shape{n, 4 * c.Units}, Initializer: c.KernelInitializer, Regularizer: c.KernelRegularizer, Constraint: c.KernelConstraint},
		Weight{Shape: tensor.Shape{c.Units, 4 * c.Units}, Initializer: c.RecurrentInitializer, Regularizer: c.RecurrentRegularizer, Constraint: c.RecurrentConstraint},
		bias)
	return nil
}

// StateShapes implements [Cell].
func (c *LSTMCell) StateShapes() []tensor.Shape { return []tensor.Shape{{c.Units}, {c.Units}} }

// CallAll implements [Multi].
func (c *LSTMCell) CallAll(t *ops.Trace, in []*ops.Value) []*ops.Value { return callCell(t, c, in) }

// start implements [stepper].
func (c *LSTMCell) start(t *ops.Trace, x *ops.Value) ([]*ops.Value, cellStep) {
	z := c.inputs(t, x)
	if c.bias != nil {
		z = ops.Add(z, t.Get(c.bias))
	}
	return []*ops.Value{z}, c.forgetting(c.states(t, x), c.Activation, c.RecurrentActivation)
}

// forgetting returns the step of an LSTM, dense or convolutional.
func (g *gates) forgetting(recurrent func(h *ops.Value, lo, hi int) *ops.Value, activationName, recurrentName activations.Name) cellStep {
	activation := activationOr(activationName, activations.Tanh)
	opened := activationOr(recurrentName, activations.Sigmoid)
	return func(parts, states []*ops.Value) []*ops.Value {
		z := ops.Add(parts[0], recurrent(states[0], 0, 4))
		i, f, o := opened(g.gate(z, 0)), opened(g.gate(z, 1)), opened(g.gate(z, 3))
		c := ops.Add(ops.Multiply(f, states[1]), ops.Multiply(i, activation(g.gate(z, 2))))
		return []*ops.Value{ops.Multiply(o, activation(c)), c}
	}
}
