package prim

import (
	"github.com/gokeras/keras/internal/graph"
	"github.com/gokeras/keras/tensor"
)

// Const is a scalar that is known when the program is made.
type Const struct {
	DType tensor.DType
	Value float64
}

var _ = graph.Define(Const{})

// Infer implements graph.Op.
func (o Const) Infer(in []typ) ([]typ, error) {
	return []typ{graph.Of(o.DType)}, arity(in, 0)
}

// VJP implements graph.Op: there is nothing to differentiate by.
func (Const) VJP(*node, []*value) []*value { return nil }

// Ref implements graph.Op.
func (o Const) Ref(out, _ []*arr) { castFrom(out[0], []float64{o.Value}) }

// Cases implements graph.Op.
func (Const) Cases() []graph.Case {
	return []graph.Case{rough(Const{tensor.Float32, -1.5}), rough(Const{tensor.Bool, 1}), rough(Const{tensor.Int32, 7})}
}
