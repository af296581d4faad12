package prim

import (
	"fmt"

	"github.com/gokeras/keras/internal/graph"
)

// Slice is the part of x that begins at Start and has the given Size.
type Slice struct{ Start, Size graph.Dims }

var _ = graph.Define(Slice{})

// Infer implements graph.Op.
func (o Slice) Infer(in []typ) ([]typ, error) {
	if err := arity(in, 1); err != nil {
		return nil, err
	}
	x := in[0].Shape
	if o.Start.N != len(x) || o.Size.N != len(x) {
		return nil, fmt.Errorf("start %v and size %v don't fit a shape %v", o.Start.Slice(), o.Size.Slice(), x)
	}
	for i, d := range x {
		if s, n := o.Start.D[i], o.Size.D[i]; s < 0 || n < 0 || s+n > d {
			return nil, fmt.Errorf("start %v and size %v reach out of a shape %v", o.Start.Slice(), o.Size.Slice(), x)
		}
	}
	return []typ{{DType: in[0].DType, Shape: o.Size.Shape()}}, nil
}

// VJP implements graph.Op: the gradient is put back among zeros.
func (o Slice) VJP(n *node, g []*value) []*value {
	return []*value{apply(Pad{Before: o.Start, Shape: graph.DimsOf(n.In[0].Shape...)}, g[0])}
}

// Ref implements graph.Op.
func (o Slice) Ref(out, in []*arr) {
	src, shape := rowMajor(in[0].Shape()), out[0].Shape()
	for i := range o.Start.N {
		src.offset += o.Start.D[i] * src.strides[i]
	}
	move(out[0], rowMajor(shape), in[0], src, shape, false)
}

// Cases implements graph.Op.
func (Slice) Cases() []graph.Case {
	return []graph.Case{smooth(Slice{graph.DimsOf(1, 0, 2), graph.DimsOf(1, 3, 2)}, floats(ramp(24, 0, 1), 2, 3, 4))}
}
