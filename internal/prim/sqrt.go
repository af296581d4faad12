package prim

import (
	"math"

	"github.com/gokeras/keras/internal/graph"
)

// Sqrt is the square root of x, element by element.
type Sqrt struct{ float1 }

var _ = graph.Define(Sqrt{})

// VJP implements graph.Op: d√x = dx/(2√x).
func (Sqrt) VJP(n *node, g []*value) []*value {
	return []*value{apply(Div{}, scale(g[0], .5), n.Out[0])}
}

// Ref implements graph.Op.
func (Sqrt) Ref(out, in []*arr) {
	unaryFloat(out[0], in[0], math.Sqrt)
}

// Cases implements graph.Op.
func (o Sqrt) Cases() []graph.Case { return positive(o) }
