package prim

import (
	"math"

	"github.com/gokeras/keras/internal/graph"
)

// Tanh is the hyperbolic tangent of x, element by element.
type Tanh struct{ float1 }

var _ = graph.Define(Tanh{})

// VJP implements graph.Op: d tanh(x) = (1 - tanh²(x))·dx.
func (Tanh) VJP(n *node, g []*value) []*value {
	return []*value{apply(Sub{}, g[0], apply(Mul{}, g[0], apply(Mul{}, n.Out[0], n.Out[0])))}
}

// Ref implements graph.Op.
func (Tanh) Ref(out, in []*arr) {
	unaryFloat(out[0], in[0], math.Tanh)
}

// Cases implements graph.Op.
func (o Tanh) Cases() []graph.Case { return curve(o) }
