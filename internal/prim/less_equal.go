package prim

import "github.com/gokeras/keras/internal/graph"

// LessEqual tells whether x <= y, element by element.
type LessEqual struct{ compare }

var _ = graph.Define(LessEqual{})

// Ref implements graph.Op.
func (LessEqual) Ref(out, in []*arr) {
	comparison(out[0], in,
		func(a, b float64) bool { return a <= b },
		func(a, b int64) bool { return a <= b })
}

// Cases implements graph.Op.
func (o LessEqual) Cases() []graph.Case { return comparisons(o) }
