package prim

import "github.com/gokeras/keras/internal/graph"

// NotEqual tells whether x != y, element by element.
type NotEqual struct{ compare }

var _ = graph.Define(NotEqual{})

// Ref implements graph.Op.
func (NotEqual) Ref(out, in []*arr) {
	comparison(out[0], in,
		func(a, b float64) bool { return a != b },
		func(a, b int64) bool { return a != b })
}

// Cases implements graph.Op.
func (o NotEqual) Cases() []graph.Case { return comparisons(o) }
