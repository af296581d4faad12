package prim

import (
	"fmt"

	"github.com/gokeras/keras/internal/graph"
)

// Pad is an array of the given Shape that holds x, beginning at Before, and
// zeros around it.
type Pad struct{ Before, Shape graph.Dims }

var _ = graph.Define(Pad{})

// Infer implements graph.Op.
func (o Pad) Infer(in []typ) ([]typ, error) {
	if err := arity(in, 1); err != nil {
		return nil, err
	}
	x := in[0].Shape
	if o.Before.N != len(x) || o.Shape.N != len(x) {
		return nil, fmt.Errorf("a padding of %v to %v doesn't fit a shape %v", o.Before.Slice(), o.Shape.Slice(), x)
	}
	for i, d := range x {
		if b := o.Before.D[i]; b < 0 || b+d > o.Shape.D[i] {
			return nil, fmt.Errorf("a shape %v at %v doesn't lie inside of %v", x, o.Before.Slice(), o.Shape.Slice())
		}
	}
	return []typ{{DType: in[0].DType, Shape: o.Shape.Shape()}}, nil
}

// VJP implements graph.Op: the gradient is cut out.
func (o Pad) VJP(n *node, g []*value) []*value {
	return []*value{apply(Slice{Start: o.Before, Size: graph.DimsOf(n.In[0].Shape...)}, g[0])}
}

// Ref implements graph.Op.
func (o Pad) Ref(out, in []*arr) {
	zero(out[0])
	dst, shape := rowMajor(out[0].Shape()), in[0].Shape()
	for i := range o.Before.N {
		dst.offset += o.Before.D[i] * dst.strides[i]
	}
	move(out[0], dst, in[0], rowMajor(shape), shape, false)
}

// Cases implements graph.Op.
func (Pad) Cases() []graph.Case {
	return []graph.Case{smooth(Pad{graph.DimsOf(1, 0), graph.DimsOf(4, 3)}, floats(ramp(6, 0, 1), 2, 3))}
}
