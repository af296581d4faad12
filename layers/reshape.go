package layers

import (
	"fmt"

	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/tensor"
)

// Reshape gives each sample another shape.
//
// Input [batch, ...], output [batch, TargetShape...].
type Reshape struct {
	// TargetShape is the shape of a sample, without the batch. One size may be
	// -1: as large as needed. Required.
	TargetShape []int `json:"target_shape" keras:"default=[];always"`

	Base
}

var _ = register[Reshape]()

// Validate implements [Validator].
func (r *Reshape) Validate() error {
	holes := 0
	for i, d := range r.TargetShape {
		switch {
		case d == -1:
			holes++
		case d <= 0:
			return received(fmt.Sprintf("TargetShape[%d]", i), d, "a positive number or -1")
		}
	}
	if holes > 1 {
		return received("TargetShape", r.TargetShape, "at most one -1")
	}
	return nil
}

func (r *Reshape) fits(sample tensor.Shape) error {
	known, hole := 1, false
	for _, d := range r.TargetShape {
		if d < 0 {
			hole = true
		} else {
			known *= d
		}
	}
	if n := sample.Size(); hole && n%known != 0 || !hole && n != known {
		return fmt.Errorf("TargetShape: received %v, expected %d elements as in an input sample of shape %v", r.TargetShape, n, sample)
	}
	return nil
}

// target returns TargetShape with the size in place of -1.
func (r *Reshape) target(sample tensor.Shape) tensor.Shape {
	t := tensor.Shape(r.TargetShape).Clone()
	for i, d := range t {
		if d < 0 {
			t[i] = 1
			t[i] = sample.Size() / t.Size()
		}
	}
	return t
}

// Call implements [Layer].
func (r *Reshape) Call(_ *ops.Trace, x *ops.Value) *ops.Value {
	if len(x.Shape) == 0 {
		ops.Fail("Reshape", "input: received a scalar, expected a batch axis")
	}
	if err := r.fits(x.Shape[1:]); err != nil {
		ops.Fail("Reshape", "%v", err)
	}
	return ops.Reshape(x, append(x.Shape[:1].Clone(), r.target(x.Shape[1:])...)...)
}

// OutputShapes implements [Shaper]: a size of -1 is unknown if one of the input's is.
func (r *Reshape) OutputShapes(in []tensor.Shape) []tensor.Shape {
	return []tensor.Shape{append(in[0][:1].Clone(), r.TargetShape...)}
}

// Weightless says that the layer never has weights.
func (*Reshape) Weightless() {}
