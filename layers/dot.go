package layers

import (
	"errors"
	"fmt"

	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/tensor"
)

// Dot sums the products of its two inputs along an axis of each, sample by sample:
//
//	y[b, i…, j…] = Σₖ x₀[b, i…, k]·x₁[b, j…, k]
//
// with k at the axes given. Inputs [batch, ...] of the same size there. Output [batch,
// the other axes of the first, the other axes of the second], or [batch, 1] if there are
// none.
type Dot struct {
	// Axis is the axis of both inputs, which isn't the batch's. Required, unless Axes is
	// given. Default: Axes.
	Axis int `json:"axes"`

	// Axes is the axis of the first input and that of the second. Default: Axis.
	Axes []int `keras:"key=axes"`

	// Normalize divides the inputs by their norms along the axis before, so that the
	// output is the cosine of the angle between them. Default: false.
	Normalize bool `json:"normalize" keras:"default=false;always"`

	Base
	many
}

var _ = register[Dot]()

// Validate implements [Validator].
func (d *Dot) Validate() error {
	switch {
	case d.Axes == nil && d.Axis == 0:
		return received("Axis", d.Axis, "another axis than the batch's")
	case d.Axes == nil:
		return nil
	case d.Axis != 0:
		return fmt.Errorf("Axes: received %v beside an Axis of %d, expected one of the two", d.Axes, d.Axis)
	case len(d.Axes) != 2:
		return received("Axes", d.Axes, "an axis for each of the two inputs")
	}
	return nil
}

// axes returns the axes of the two inputs.
func (d *Dot) axes(in []tensor.Shape) (axes [2]int, err error) {
	if len(in) != 2 {
		return axes, fmt.Errorf("received %d inputs, expected 2", len(in))
	}
	for i, s := range in {
		a, name := d.Axis, "Axis"
		if d.Axes != nil {
			a, name = d.Axes[i], fmt.Sprintf("Axes[%d]", i)
		}
		if len(s) < 2 {
			return axes, fmt.Errorf("input %d: received shape %v, expected a batch axis and at least one more", i, s)
		}
		if axes[i], err = axisOf(name, a, s); err != nil {
			return axes, err
		}
		if axes[i] == 0 {
			return axes, fmt.Errorf("%s: received %d, expected another axis than the batch's of an input of shape %v", name, a, s)
		}
	}
	return axes, nil
}

// BuildAll implements [Multi]: it checks that the shapes fit.
func (d *Dot) BuildAll(in []tensor.Shape) error {
	axes, err := d.axes(in)
	if err := errors.Join(err, sameBatch(in)); err != nil {
		return err
	}
	m, n := in[0][axes[0]], in[1][axes[1]]
	if m != n && m != tensor.Unknown && n != tensor.Unknown {
		return fmt.Errorf("inputs: received shapes %v with sizes %d and %d along axes %d and %d, expected the same", in, m, n, axes[0], axes[1])
	}
	return nil
}

// CallAll implements [Multi].
func (d *Dot) CallAll(_ *ops.Trace, in []*ops.Value) []*ops.Value {
	shapes := make([]tensor.Shape, len(in))
	for i, x := range in {
		shapes[i] = x.Shape
	}
	axes, err := d.axes(shapes)
	if err != nil {
		ops.Fail("call", "%w", err)
	}
	out := tensor.Shape{in[0].Shape[0]}
	var sides [2]*ops.Value
	for i, x := range in {
		if d.Normalize {
			x = unit(ops.Cast(x, ops.ResultType(x.DType, d.computeDType())), axes[i:i+1], 1e-7)
		}
		// [batch, the others, the axis]
		order := append(without(axes[i:i+1], len(x.Shape)), axes[i])
		x = ops.Transpose(x, order...)
		rest := x.Shape[1 : len(x.Shape)-1]
		out = append(out, rest...)
		sides[i] = ops.Reshape(x, x.Shape[0], rest.Size(), x.Shape[len(x.Shape)-1])
	}
	if len(out) == 1 {
		out = append(out, 1)
	}
	y := ops.Matmul(sides[0], ops.Transpose(sides[1], 0, 2, 1))
	return []*ops.Value{ops.Reshape(y, out...)}
}
