package prim

import "github.com/gokeras/keras/internal/graph"

// Equal tells whether x == y, element by element.
type Equal struct{ compare }

var _ = graph.Define(Equal{})

// Ref implements graph.Op.
func (Equal) Ref(out, in []*arr) {
	comparison(out[0], in,
		func(a, b float64) bool { return a == b },
		func(a, b int64) bool { return a == b })
}

// Cases implements graph.Op.
func (o Equal) Cases() []graph.Case { return comparisons(o) }
