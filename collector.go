package keras

import (
	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/tensor"
)

// A collector puts the outputs of batches one after the other. Where the number
// of samples is known they are written to their place at once.
type collector struct {
	expect int // number of samples, 0 if not known
	done   int
	whole  []*tensor.Tensor // with room for all that is expected
	parts  [][]*tensor.Tensor
}

// next returns arrays for the outputs of the next n samples.
func (c *collector) next(types []ops.Type, n int) []*tensor.Tensor {
	out := make([]*tensor.Tensor, len(types))
	fits := c.expect >= c.done+n && c.parts == nil
	for _, t := range types {
		if len(t.Shape) == 0 || t.Shape[0] != n {
			fits = false
		}
	}
	if !fits {
		for i, t := range types {
			out[i] = tensor.New(t.DType, t.Shape...)
		}
		c.parts = append(c.parts, out)
		return out
	}
	if c.whole == nil {
		for _, t := range types {
			shape := t.Shape.Clone()
			shape[0] = c.expect
			c.whole = append(c.whole, tensor.New(t.DType, shape...))
		}
	}
	for i, w := range c.whole {
		out[i] = w.Rows(c.done, c.done+n)
	}
	c.done += n
	return out
}

// arrays returns what was collected.
func (c *collector) arrays() []*tensor.Tensor {
	if c.parts == nil {
		out := make([]*tensor.Tensor, len(c.whole))
		for i, w := range c.whole {
			out[i] = w.Rows(0, c.done)
		}
		return out
	}
	n := len(c.parts[0])
	out := make([]*tensor.Tensor, n)
	for i := range n {
		var list []*tensor.Tensor
		if c.whole != nil {
			list = append(list, c.whole[i].Rows(0, c.done))
		}
		for _, p := range c.parts {
			list = append(list, p[i])
		}
		out[i] = joinRows(list)
	}
	return out
}

// joinRows puts arrays one after the other along their first axis, and scalars
// into a row.
func joinRows(list []*tensor.Tensor) *tensor.Tensor {
	if len(list) == 1 && list[0].Rank() > 0 {
		return list[0]
	}
	n := 0
	for _, t := range list {
		n += t.Len()
	}
	shape := tensor.Shape{n}
	if r := list[0].Rank(); r > 0 {
		shape = append(shape, list[0].Shape()[1:]...)
	}
	all := tensor.New(list[0].DType(), shape...)
	b := all.Bytes()
	for _, t := range list {
		b = b[copy(b, t.Bytes()):]
	}
	return all
}
