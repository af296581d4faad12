package layers

import (
	"errors"
	"fmt"
	"github.com/gokeras/keras/activations"
	"slices"

	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/tensor"
)

// convLSTMCell is the step of a ConvLSTM: that of an [LSTMCell] with convolutions in
// place of products.
type convLSTMCell struct {
	set *ConvLSTM2D
	window

	MultiBase

	gates
	shape tensor.Shape // of a state, without the batch
}

// Validate implements [Validator].
func (c *convLSTMCell) Validate() error {
	s := c.set
	return errors.Join(
		checkCell("Filters", s.Filters, s.Dropout, s.RecurrentDropout, 0, s.Activation, s.RecurrentActivation),
		c.window.validate(), c.padded("valid", "same"), c.dense(),
	)
}

// BuildAll implements [Multi].
func (c *convLSTMCell) BuildAll(in []tensor.Shape) error {
	s, w := c.set, c.full()
	n, err := c.channels(in[0])
	if err != nil {
		return err
	}
	if !in[0][1:].Known() {
		return fmt.Errorf("input: received shape %v of a step, expected known sizes of all axes but the batch", in[0])
	}
	c.shape = c.conv().OutputShape(in[0], w.size, s.Filters)[1:]
	c.gates = gates{n: 4, axis: -1, dropping: dropping{input: s.Dropout, recurrent: s.RecurrentDropout, masks: 4}}
	if c.window.first() {
		c.axis = -1 - c.space
	}
	bias := Weight{Initializer: s.BiasInitializer, Regularizer: s.BiasRegularizer, Constraint: s.BiasConstraint}
	if s.UnitForgetBias == nil || *s.UnitForgetBias {
		bias.Initializer = forgetBias{bias.Initializer}
	}
	if s.UseBias == nil || *s.UseBias {
		bias.Shape = tensor.Shape{4 * s.Filters}
	}
	c.build(&c.Base, s.Seed,
		Weight{Shape: slices.Concat(w.size, []int{n, 4 * s.Filters}), Initializer: s.KernelInitializer, Regularizer: s.KernelRegularizer, Constraint: s.KernelConstraint},
		Weight{Shape: slices.Concat(w.size, []int{s.Filters, 4 * s.Filters}), Initializer: s.RecurrentInitializer, Regularizer: s.RecurrentRegularizer, Constraint: s.RecurrentConstraint},
		bias)
	return nil
}

// StateShapes implements [Cell].
func (c *convLSTMCell) StateShapes() []tensor.Shape { return []tensor.Shape{c.shape, c.shape} }

// CallAll implements [Multi].
func (c *convLSTMCell) CallAll(t *ops.Trace, in []*ops.Value) []*ops.Value { return callCell(t, c, in) }

// start implements [stepper].
func (c *convLSTMCell) start(t *ops.Trace, x *ops.Value) ([]*ops.Value, cellStep) {
	s, axes := c.set, c.space+2
	batch := x.Shape[len(x.Shape)-axes]
	masks := c.dropping.draw(t, s.Dropout, x.DType, x.Shape[len(x.Shape)-axes:])
	z := c.product(x, t.Get(c.kernel), masks, 0, 4, func(x, kernel *ops.Value) *ops.Value {
		if len(x.Shape) == axes {
			return ops.Conv(x, kernel, c.conv())
		}
		y := ops.Conv(joined(x), kernel, c.conv())
		return ops.Reshape(y, slices.Concat(x.Shape[:2], y.Shape[1:])...)
	})
	z = c.layout.finish(t, z, c.bias, activations.Linear)
	kernel := t.Get(c.recurrent)
	dropped := c.dropping.draw(t, s.RecurrentDropout, x.DType, append(tensor.Shape{batch}, c.shape...))
	around := ops.ConvOptions{Padding: "same", DataFormat: c.format}
	recurrent := func(h *ops.Value, lo, hi int) *ops.Value {
		return c.product(h, kernel, dropped, lo, hi, func(h, kernel *ops.Value) *ops.Value { return ops.Conv(h, kernel, around) })
	}
	return []*ops.Value{z}, c.forgetting(recurrent, s.Activation, s.RecurrentActivation)
}
