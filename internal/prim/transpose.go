package prim

import (
	"fmt"

	"github.com/gokeras/keras/internal/graph"
)

// Transpose permutes the axes of x: axis i of the output is axis Perm[i] of x.
type Transpose struct{ Perm graph.Dims }

var _ = graph.Define(Transpose{})

// Infer implements graph.Op.
func (o Transpose) Infer(in []typ) ([]typ, error) {
	if err := arity(in, 1); err != nil {
		return nil, err
	}
	x := in[0].Shape
	out := make([]int, len(x))
	seen := 0
	for i, p := range o.Perm.Slice() {
		if len(x) != o.Perm.N || p < 0 || p >= len(x) || seen&(1<<p) != 0 {
			return nil, fmt.Errorf("%v is no permutation of the axes of a shape %v", o.Perm.Slice(), x)
		}
		seen |= 1 << p
		out[i] = x[p]
	}
	return []typ{{DType: in[0].DType, Shape: out}}, nil
}

// VJP implements graph.Op: the gradient is permuted back.
func (o Transpose) VJP(_ *node, g []*value) []*value {
	inv := o.Perm
	for i := range o.Perm.N {
		inv.D[o.Perm.D[i]] = i
	}
	return []*value{apply(Transpose{inv}, g[0])}
}

// Ref implements graph.Op.
func (o Transpose) Ref(out, in []*arr) {
	x, shape := rowMajor(in[0].Shape()), out[0].Shape()
	var src view
	for i := range o.Perm.N {
		src.strides[i] = x.strides[o.Perm.D[i]]
	}
	move(out[0], rowMajor(shape), in[0], src, shape, false)
}

// Cases implements graph.Op.
func (Transpose) Cases() []graph.Case {
	return []graph.Case{
		smooth(Transpose{graph.DimsOf(1, 0)}, floats(ramp(6, 0, 1), 2, 3)),
		smooth(Transpose{graph.DimsOf(2, 0, 1)}, floats(ramp(24, 0, 1), 2, 3, 4)),
	}
}
