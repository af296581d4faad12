package prim

import (
	"github.com/gokeras/keras/internal/graph"
	"github.com/gokeras/keras/tensor"
)

// Literal is an array that is known when the program is made. It must not be
// changed afterwards.
type Literal struct{ Array *tensor.Tensor }

var _ = graph.Define(Literal{})

// Infer implements graph.Op.
func (o Literal) Infer(in []typ) ([]typ, error) {
	return []typ{{DType: o.Array.DType(), Shape: o.Array.Shape()}}, arity(in, 0)
}

// VJP implements graph.Op: there is nothing to differentiate by.
func (Literal) VJP(*node, []*value) []*value { return nil }

// Ref implements graph.Op.
func (o Literal) Ref(out, _ []*arr) {
	move(out[0], rowMajor(out[0].Shape()), o.Array, rowMajor(o.Array.Shape()), o.Array.Shape(), false)
}

// Cases implements graph.Op.
func (Literal) Cases() []graph.Case {
	return []graph.Case{rough(Literal{floats(ramp(6, 0, 1), 2, 3)}), rough(Literal{tensor.FromSlice([]int64{4, 5})})}
}
