package prim

import (
	"math"

	"github.com/gokeras/keras/internal/graph"
)

// Exp is eˣ, element by element.
type Exp struct{ float1 }

var _ = graph.Define(Exp{})

// VJP implements graph.Op: d eˣ = eˣ·dx.
func (Exp) VJP(n *node, g []*value) []*value {
	return []*value{apply(Mul{}, g[0], n.Out[0])}
}

// Ref implements graph.Op.
func (Exp) Ref(out, in []*arr) {
	unaryFloat(out[0], in[0], math.Exp)
}

// Cases implements graph.Op.
func (o Exp) Cases() []graph.Case { return curve(o) }
