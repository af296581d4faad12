package layers

import (
	"errors"
	"fmt"

	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/tensor"
)

// Rescaling changes the range of its input, such as the 0…255 of an image:
//
//	y = x·Scale + Offset
//
// Input of any shape and type, output of the same shape and the layer's type.
type Rescaling struct {
	// Scale is what every element is multiplied with. Required, unless Scales is
	// given. Default: Scales.
	Scale float64 `json:"scale"`

	// Scales is a scale for each element of the last axis. Default: Scale.
	Scales []float64 `keras:"key=scale"`

	// Offset is added afterwards. Default: 0.
	Offset float64 `json:"offset" keras:"default=0.0;always"`

	// Offsets is an offset for each element of the last axis. Default: Offset.
	Offsets []float64 `keras:"key=offset"`

	Base
}

var _ = register[Rescaling]()

// Validate implements [Validator].
func (r *Rescaling) Validate() error {
	if r.Scale == 0 && r.Scales == nil {
		return received("Scale", r.Scale, "another number, such as 1./255")
	}
	return errors.Join(oneOf("Scale", r.Scale, r.Scales), oneOf("Offset", r.Offset, r.Offsets))
}

// oneOf returns an error if there are both a number for all and a list, or if the
// list is empty.
func oneOf(name string, one float64, list []float64) error {
	switch {
	case list != nil && len(list) == 0:
		return fmt.Errorf("%ss: received an empty list, expected a number for each element of the last axis", name)
	case list != nil && one != 0:
		return fmt.Errorf("%[1]ss: received %[2]v beside a %[1]s of %[3]v, expected one of the two", name, list, one)
	}
	return nil
}

// Build implements [Layer].
func (r *Rescaling) Build(in tensor.Shape) error {
	return errors.Join(perElement("Scales", r.Scales, in), perElement("Offsets", r.Offsets, in))
}

func perElement(name string, list []float64, in tensor.Shape) error {
	if n := len(list); n > 1 && (len(in) == 0 || in[len(in)-1] != n) {
		return fmt.Errorf("%s: received %d numbers, expected one for each element of the last axis of an input of shape %v", name, n, in)
	}
	return nil
}

// Call implements [Layer].
func (r *Rescaling) Call(_ *ops.Trace, x *ops.Value) *ops.Value {
	x = ops.Cast(x, r.computeDType())
	y := ops.Multiply(x, numbers(x, r.Scale, r.Scales))
	if r.Offset == 0 && r.Offsets == nil {
		return y
	}
	return ops.Add(y, numbers(x, r.Offset, r.Offsets))
}

// numbers returns one number, or a list of them, as a value of x's type.
func numbers(x *ops.Value, one float64, list []float64) *ops.Value {
	if list == nil {
		return ops.Const(one, x.DType)
	}
	return ops.Constant(tensor.FromSlice(list).Cast(x.DType))
}

// PassesMask says that the output has the mask of the input.
func (*Rescaling) PassesMask() {}

// Weightless says that the layer never has weights.
func (*Rescaling) Weightless() {}
