package prim

import "github.com/gokeras/keras/internal/graph"

// Less tells whether x < y, element by element.
type Less struct{ compare }

var _ = graph.Define(Less{})

// Ref implements graph.Op.
func (Less) Ref(out, in []*arr) {
	comparison(out[0], in,
		func(a, b float64) bool { return a < b },
		func(a, b int64) bool { return a < b })
}

// Cases implements graph.Op.
func (o Less) Cases() []graph.Case { return comparisons(o) }
