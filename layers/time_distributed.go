package layers

import (
	"errors"
	"fmt"

	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/tensor"
)

// TimeDistributed applies a layer to each step of a sequence, as if the steps were
// samples of a batch. A layer that changes its state in training, such as
// BatchNormalization, sees one step after the other. An ActivityRegularizer of the inner
// layer counts for nothing, as in Keras.
//
// Input [batch, steps, ...], output [batch, steps, ...]: what the layer gives for
// [batch, ...]. Its weights are those of the layer.
type TimeDistributed struct {
	// Layer is the layer, which takes and gives one value. Required.
	Layer Layer `json:"layer"`

	Base
}

var _ = register[TimeDistributed]()

// Validate implements [Validator].
func (d *TimeDistributed) Validate() error {
	if notNil(d.Layer) != nil {
		return errors.New("Layer: received nil, expected a layer")
	}
	return Validate(d.Layer)
}

// Build implements [Layer].
func (d *TimeDistributed) Build(in tensor.Shape) error {
	if len(in) < 3 {
		return fmt.Errorf("input: received shape %v, expected at least 3 axes, of which the first are batch and steps", in)
	}
	return d.BuildChild("layer", d.Layer, append(tensor.Shape{in[0]}, in[2:]...))
}

// Call implements [Layer].
func (d *TimeDistributed) Call(t *ops.Trace, x *ops.Value) *ops.Value {
	if len(x.Shape) < 3 {
		ops.Fail("call", "input: received shape %v, expected at least 3 axes, of which the first are batch and steps", x.Shape)
	}
	mask := t.Mask(x)
	if mask != nil && (len(mask.Shape) < 2 || !mask.Shape[:2].Equal(x.Shape[:2])) {
		ops.Fail("call", "mask: received shape %v, expected %v, batch and steps", mask.Shape, x.Shape[:2])
	}
	if x.DType.IsFloat() {
		x = ops.Cast(x, DTypeOf(d.Layer))
	}
	batch, n := x.Shape[0], x.Shape[1]
	if !t.Training || !d.changes() {
		y := d.once(t, joined(x), joined(mask))
		if len(y.Shape) == 0 || y.Shape[0] != batch*n {
			ops.Fail("call", "Layer: received an output of shape %v for a batch of %d, expected its first axis to be the batch", y.Shape, batch*n)
		}
		return ops.Reshape(y, append([]int{batch, n}, y.Shape[1:]...)...)
	}
	at := func(x *ops.Value, i int) *ops.Value {
		if x == nil {
			return nil
		}
		return ops.Squeeze(ops.SliceAxis(x, 1, i, i+1), 1)
	}
	var list []*ops.Value
	for i := range n {
		list = append(list, ops.ExpandDims(d.once(t, at(x, i), at(mask, i)), 1))
	}
	return ops.Concatenate(list, 1)
}

// changes tells whether training changes weights of the layer that gradients don't.
func (d *TimeDistributed) changes() bool {
	for _, v := range Weights(d.Layer) {
		if !v.Trainable {
			return true
		}
	}
	return false
}

// joined returns x with batch and steps as one axis.
func joined(x *ops.Value) *ops.Value {
	if x == nil {
		return nil
	}
	return ops.Reshape(x, append([]int{x.Shape[0] * x.Shape[1]}, x.Shape[2:]...)...)
}

// once calls the layer without what [Apply] does about outputs.
func (d *TimeDistributed) once(t *ops.Trace, x, mask *ops.Value) *ops.Value {
	defer ops.At(place(NameOf(d.Layer), ClassOf(d.Layer)))
	t.SetMask(x, mask)
	out := call(t, d.Layer, Args{}, []*ops.Value{x})
	if len(out) != 1 {
		ops.Fail("call", "received %d outputs, expected 1", len(out))
	}
	return out[0]
}

// PassesMask says that the output has the mask of the input.
func (*TimeDistributed) PassesMask() {}
