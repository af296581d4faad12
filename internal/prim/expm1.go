package prim

import (
	"math"

	"github.com/gokeras/keras/internal/graph"
)

// Expm1 is eˣ - 1, exact for small x, element by element.
type Expm1 struct{ float1 }

var _ = graph.Define(Expm1{})

// VJP implements graph.Op: d(eˣ-1) = eˣ·dx.
func (Expm1) VJP(n *node, g []*value) []*value {
	return []*value{apply(Mul{}, g[0], apply(Exp{}, n.In[0]))}
}

// Ref implements graph.Op.
func (Expm1) Ref(out, in []*arr) {
	unaryFloat(out[0], in[0], math.Expm1)
}

// Cases implements graph.Op.
func (o Expm1) Cases() []graph.Case { return curve(o) }
