package prim

import "github.com/gokeras/keras/internal/graph"

// Greater tells whether x > y, element by element.
type Greater struct{ compare }

var _ = graph.Define(Greater{})

// Ref implements graph.Op.
func (Greater) Ref(out, in []*arr) {
	comparison(out[0], in,
		func(a, b float64) bool { return a > b },
		func(a, b int64) bool { return a > b })
}

// Cases implements graph.Op.
func (o Greater) Cases() []graph.Case { return comparisons(o) }
