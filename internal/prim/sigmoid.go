package prim

import (
	"math"

	"github.com/gokeras/keras/internal/graph"
)

// Sigmoid is 1/(1 + e⁻ˣ), element by element.
type Sigmoid struct{ float1 }

var _ = graph.Define(Sigmoid{})

// VJP implements graph.Op: dσ = σ(1-σ)·dx.
func (Sigmoid) VJP(n *node, g []*value) []*value {
	return []*value{apply(Mul{}, g[0], apply(Sub{}, n.Out[0], apply(Mul{}, n.Out[0], n.Out[0])))}
}

// Ref implements graph.Op.
func (Sigmoid) Ref(out, in []*arr) {
	unaryFloat(out[0], in[0], func(x float64) float64 { return 1 / (1 + math.Exp(-x)) })
}

// Cases implements graph.Op.
func (o Sigmoid) Cases() []graph.Case { return curve(o) }
