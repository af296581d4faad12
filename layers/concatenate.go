package layers

import (
	"errors"
	"fmt"

	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/tensor"
)

// Concatenate joins its inputs along an axis. If one of them has a mask the output has
// one; of inputs without one everything is shown.
//
// Any number of inputs, whose shapes are the same but for the sizes along Axis. One
// output, whose size there is their sum.
type Concatenate struct {
	// Axis is the axis along which the inputs are joined. Default: -1.
	Axis *int `json:"axis" keras:"default=-1"`

	Base
	many
}

var _ = register[Concatenate]()

// BuildAll implements [Multi]: it checks that the shapes fit.
func (c *Concatenate) BuildAll(in []tensor.Shape) error {
	if len(in) == 0 {
		return errors.New("received no inputs, expected at least 1")
	}
	at, err := axisOf("Axis", given(c.Axis, -1), in[0])
	if err != nil {
		return err
	}
	first := in[0].Clone()
	for _, s := range in[1:] {
		fits := len(s) == len(first)
		for i := range first {
			if !fits || i == at || s[i] == tensor.Unknown {
				continue
			}
			if first[i] == tensor.Unknown {
				first[i] = s[i]
			}
			fits = s[i] == first[i]
		}
		if !fits {
			return fmt.Errorf("inputs: received shapes %v, expected the same but for the sizes of axis %d", in, at)
		}
	}
	return nil
}

// CallAll implements [Multi].
func (c *Concatenate) CallAll(_ *ops.Trace, in []*ops.Value) []*ops.Value {
	dt := in[0].DType
	for _, x := range in {
		dt = ops.ResultType(dt, x.DType)
	}
	list := make([]*ops.Value, len(in))
	for i, x := range in {
		list[i] = ops.Cast(x, dt)
	}
	return []*ops.Value{ops.Concatenate(list, given(c.Axis, -1))}
}

// Masks implements [Masker].
func (c *Concatenate) Masks(t *ops.Trace, in, out []*ops.Value) []*ops.Value {
	some := false
	masks := make([]*ops.Value, len(in))
	rank := len(in[0].Shape)
	for i, x := range in {
		// A mask without the last axis.
		shape := x.Shape[:rank-1]
		m := t.Mask(x)
		some = some || m != nil
		switch {
		case m == nil:
			m = ops.Full(1, tensor.Bool, shape...)
		case len(m.Shape) == rank:
			m = ops.Any(m, -1)
		default:
			m = spread(m, ops.Full(0, tensor.Bool, shape...))
		}
		masks[i] = m
	}
	at, err := axisOf("Axis", given(c.Axis, -1), in[0].Shape)
	switch {
	case !some || err != nil:
		return []*ops.Value{nil}
	case at == rank-1:
		return []*ops.Value{union(masks, out[0])}
	}
	return []*ops.Value{ops.Concatenate(masks, at)}
}
