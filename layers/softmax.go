package layers

import (
	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/tensor"
)

// Softmax makes numbers into parts that sum to 1 along Axis:
//
//	y = eˣ / Σeˣ
//
// What the input's mask hides doesn't take part, and becomes 0. The mask's axes are the
// last ones of the input, each of the input's size there or of 1.
//
// Input of any shape, output of the same.
type Softmax struct {
	// Axis is the axis along which the parts sum to 1. Default: -1.
	Axis *int `json:"axis" keras:"default=-1"`

	// Axes is several of them. Default: Axis.
	Axes []int `keras:"key=axis"`

	Base
}

var _ = register[Softmax]()

// Validate implements [Validator].
func (s *Softmax) Validate() error { return checkAxes(s.Axis, s.Axes) }

// Build implements [Layer].
func (s *Softmax) Build(in tensor.Shape) error {
	_, err := axesOf(s.Axis, s.Axes, in)
	return err
}

// Call implements [Layer].
func (s *Softmax) Call(t *ops.Trace, x *ops.Value) *ops.Value {
	mask := t.Mask(x)
	x = ops.Cast(x, s.computeDType())
	if mask != nil {
		if shape, ok := ops.BroadcastShapes(mask.Shape, x.Shape); !ok || !shape.Equal(x.Shape) {
			ops.Fail("Softmax", "mask: received shape %v, expected one that can be broadcast to the input's %v", mask.Shape, x.Shape)
		}
		x = ops.Where(mask, x, ops.Const(-1e9, x.DType))
	}
	axes := axesAt(x, s.Axis, s.Axes)
	// Less its largest element no exponential overflows.
	largest := ops.StopGradient(ops.KeepDims(ops.Max(x, axes...), x, axes...))
	e := ops.Exp(ops.Subtract(x, largest))
	y := ops.Divide(e, ops.KeepDims(ops.Sum(e, axes...), x, axes...))
	if mask != nil {
		y = ops.Where(mask, y, ops.Const(0, x.DType))
	}
	return y
}

// PassesMask says that the output has the mask of the input.
func (*Softmax) PassesMask() {}

// Weightless says that the layer never has weights.
func (*Softmax) Weightless() {}
