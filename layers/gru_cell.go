package layers

import (
	"github.com/gokeras/keras/activations"
	"github.com/gokeras/keras/constraints"
	"github.com/gokeras/keras/initializers"
	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/regularizers"
	"github.com/gokeras/keras/tensor"
)

// GRUCell is the step of a [GRU], with the gates z, r and h side by side in its weights
// (Cho et al., 2014):
//
//	z, r = RecurrentActivation(x·kernel + hPrev·recurrent_kernel + biases)
//	hh = Activation(x·kernel + bias + r·(hPrev·recurrent_kernel + bias))
//	h = z·hPrev + (1-z)·hh
//
// With ResetAfter false hh is Activation(x·kernel + bias + (r·hPrev)·recurrent_kernel).
//
// Input [batch, n] and the state h [batch, Units], output h and the state h. Its weights
// are kernel [n, 3·Units], recurrent_kernel [Units, 3·Units] and, unless UseBias is false,
// bias [2, 3·Units], of inputs and of states, or with ResetAfter false [3·Units].
type GRUCell struct {
	// Units is the size of the state, and of the output. Required.
	Units int `json:"units"`

	// Activation makes the candidate. Default: activations.Tanh.
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

	// ResetAfter applies the reset gate after the product with the recurrent kernel,
	// as cuDNN does, with a bias of its own; otherwise before (Cho et al., 2014).
	// Default: true.
	ResetAfter *bool `json:"reset_after" keras:"default=true"`

	// Seed is where the random numbers begin. Default: one that the model gives.
	Seed *int64 `json:"seed"`

	// Implementation is 2, or 1 with which each gate drops elements of its own, as it
	// does wherever states are dropped. Default: 2.
	Implementation int `json:"implementation" keras:"default=2"`

	MultiBase

	gates
}

var _ = register[GRUCell]()

// Validate implements [Validator].
func (c *GRUCell) Validate() error {
	return checkCell("Units", c.Units, c.Dropout, c.RecurrentDropout, c.Implementation, c.Activation, c.RecurrentActivation)
}

// BuildAll implements [Multi].
func (c *GRUCell) BuildAll(in []tensor.Shape) error {
	n, err := cellInput(in)
	if err != nil {
		return err
	}
	bias := Weight{Initializer: c.BiasInitializer, Regularizer: c.BiasRegularizer, Constraint: c.BiasConstraint}
	if c.UseBias == nil || *c.UseBias {
		bias.Shape = tensor.Shape{3 * c.Units}
		if c.resetAfter() {
			bias.Shape = tensor.Shape{2, 3 * c.Units}
		}
	}
	c.gates = gates{n: 3, axis: -1, dropping: dropping{
		input: c.Dropout, recurrent: c.RecurrentDropout, masks: separate(3, c.Implementation, c.RecurrentDropout),
	}}
	c.build(&c.Base, c.Seed,
		Weight{Shape: tensor.Shape{n, 3 * c.Units}, Initializer: c.KernelInitializer, Regularizer: c.KernelRegularizer, Constraint: c.KernelConstraint},
		Weight{Shape: tensor.Shape{c.Units, 3 * c.Units}, Initializer: c.RecurrentInitializer, Regularizer: c.RecurrentRegularizer, Constraint: c.RecurrentConstraint},
		bias)
	return nil
}

// StateShapes implements [Cell].
func (c *GRUCell) StateShapes() []tensor.Shape { return []tensor.Shape{{c.Units}} }

// CallAll implements [Multi].
func (c *GRUCell) CallAll(t *ops.Trace, in []*ops.Value) []*ops.Value { return callCell(t, c, in) }

func (c *GRUCell) resetAfter() bool { return c.ResetAfter == nil || *c.ResetAfter }

// start implements [stepper].
func (c *GRUCell) start(t *ops.Trace, x *ops.Value) ([]*ops.Value, cellStep) {
	inputs, product, after := c.inputs(t, x), c.states(t, x), c.resetAfter()
	var bias, recurrentBias *ops.Value
	if c.bias != nil {
		bias = t.Get(c.bias)
		if after {
			both := bias
			bias = ops.Reshape(ops.SliceAxis(both, 0, 0, 1), 3*c.Units)
			recurrentBias = ops.Reshape(ops.SliceAxis(both, 0, 1, 2), 3*c.Units)
		}
	}
	if bias != nil {
		inputs = ops.Add(inputs, bias)
	}
	recurrent := func(h *ops.Value, lo, hi int) *ops.Value {
		y := product(h, lo, hi)
		if recurrentBias != nil {
			y = ops.Add(y, between(recurrentBias, -1, 3, lo, hi))
		}
		return y
	}
	activation := activationOr(c.Activation, activations.Tanh)
	opened := activationOr(c.RecurrentActivation, activations.Sigmoid)
	return []*ops.Value{inputs}, func(parts, states []*ops.Value) []*ops.Value {
		x, h := parts[0], states[0]
		var z, r, candidate *ops.Value
		if after {
			s := recurrent(h, 0, 3)
			z = opened(ops.Add(c.gate(x, 0), c.gate(s, 0)))
			r = opened(ops.Add(c.gate(x, 1), c.gate(s, 1)))
			candidate = ops.Multiply(r, c.gate(s, 2))
		} else {
			s := ops.Add(between(x, -1, 3, 0, 2), recurrent(h, 0, 2))
			z, r = opened(between(s, -1, 2, 0, 1)), opened(between(s, -1, 2, 1, 2))
			candidate = recurrent(ops.Multiply(r, h), 2, 3)
		}
		hh := activation(ops.Add(c.gate(x, 2), candidate))
		return []*ops.Value{ops.Add(ops.Multiply(z, h), ops.Multiply(ops.Subtract(ops.OnesLike(z), z), hh))}
	}
}
