package prim

import (
	"fmt"

	"github.com/gokeras/keras/internal/graph"
	"github.com/gokeras/keras/tensor"
)

// logic is the gradient of functions of truth values.
type logic struct{ pointwise }

// truths is the shape rule of functions of n truth values.
func truths(in []typ, n int) ([]typ, error) {
	t, err := same(in, n)
	if err == nil && t.DType != tensor.Bool {
		err = fmt.Errorf("received %v, expected bool", t.DType)
	}
	return []typ{t}, err
}

func (logic) VJP(*node, []*value) []*value { return nil }

// And tells whether both x and y hold, element by element.
type And struct{ logic }

// Or tells whether x or y holds, element by element.
type Or struct{ logic }

// Not tells whether x does not hold, element by element.
type Not struct{ logic }

var (
	_ = graph.Define(And{})
	_ = graph.Define(Or{})
	_ = graph.Define(Not{})
)

// Infer implements graph.Op.
func (And) Infer(in []typ) ([]typ, error) { return truths(in, 2) }

// Infer implements graph.Op.
func (Or) Infer(in []typ) ([]typ, error) { return truths(in, 2) }

// Infer implements graph.Op.
func (Not) Infer(in []typ) ([]typ, error) { return truths(in, 1) }

// Ref implements graph.Op.
func (And) Ref(out, in []*arr) {
	o, x, y := tensor.Data[bool](out[0]), tensor.Data[bool](in[0]), tensor.Data[bool](in[1])
	for i := range o {
		o[i] = x[i] && y[i]
	}
}

// Ref implements graph.Op.
func (Or) Ref(out, in []*arr) {
	o, x, y := tensor.Data[bool](out[0]), tensor.Data[bool](in[0]), tensor.Data[bool](in[1])
	for i := range o {
		o[i] = x[i] || y[i]
	}
}

// Ref implements graph.Op.
func (Not) Ref(out, in []*arr) {
	o, x := tensor.Data[bool](out[0]), tensor.Data[bool](in[0])
	for i := range o {
		o[i] = !x[i]
	}
}

var truth = [2][]bool{{false, false, true, true}, {false, true, false, true}}

// Cases implements graph.Op.
func (o And) Cases() []graph.Case {
	return []graph.Case{rough(o, tensor.FromSlice(truth[0]), tensor.FromSlice(truth[1]))}
}

// Cases implements graph.Op.
func (o Or) Cases() []graph.Case {
	return []graph.Case{rough(o, tensor.FromSlice(truth[0]), tensor.FromSlice(truth[1]))}
}

// Cases implements graph.Op.
func (o Not) Cases() []graph.Case { return []graph.Case{rough(o, tensor.FromSlice(truth[1], 2, 2))} }
