package prim

import "github.com/gokeras/keras/internal/graph"

// GreaterEqual tells whether x >= y, element by element.
type GreaterEqual struct{ compare }

var _ = graph.Define(GreaterEqual{})

// Ref implements graph.Op.
func (GreaterEqual) Ref(out, in []*arr) {
	comparison(out[0], in,
		func(a, b float64) bool { return a >= b },
		func(a, b int64) bool { return a >= b })
}

// Cases implements graph.Op.
func (o GreaterEqual) Cases() []graph.Case { return comparisons(o) }
