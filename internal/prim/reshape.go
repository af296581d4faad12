package prim

import (
	"fmt"

	"github.com/gokeras/keras/internal/graph"
)

// Reshape gives x another shape of as many elements, in the same order.
type Reshape struct{ Shape graph.Dims }

var _ = graph.Define(Reshape{})

// Infer implements graph.Op.
func (o Reshape) Infer(in []typ) ([]typ, error) {
	if err := arity(in, 1); err != nil {
		return nil, err
	}
	to := o.Shape.Shape()
	if to.Size() != in[0].Size() {
		return nil, fmt.Errorf("a shape %v of %d elements can't become %v of %d", in[0].Shape, in[0].Size(), to, to.Size())
	}
	return []typ{{DType: in[0].DType, Shape: to}}, nil
}

// VJP implements graph.Op: the gradient gets the old shape.
func (Reshape) VJP(n *node, g []*value) []*value {
	return []*value{apply(Reshape{Shape: graph.DimsOf(n.In[0].Shape...)}, g[0])}
}

// Ref implements graph.Op.
func (Reshape) Ref(out, in []*arr) {
	shape := out[0].Shape()
	v := rowMajor(shape)
	move(out[0], v, in[0], v, shape, false)
}

// Cases implements graph.Op.
func (Reshape) Cases() []graph.Case {
	return []graph.Case{
		smooth(Reshape{graph.DimsOf(3, 2)}, floats(ramp(6, 0, 1), 2, 3)),
		smooth(Reshape{graph.DimsOf(1)}, scalar(2)),
	}
}
