package prim

import (
	"math"

	"github.com/gokeras/keras/internal/graph"
)

// Erfc is 1-erf(x), element by element, exact where that is small.
type Erfc struct{ float1 }

var _ = graph.Define(Erfc{})

// VJP implements graph.Op: d erfc(x) = -2/√π·exp(-x²)·dx.
func (Erfc) VJP(n *node, g []*value) []*value {
	return []*value{apply(Mul{}, g[0], scale(apply(Exp{}, apply(Neg{}, apply(Mul{}, n.In[0], n.In[0]))), -2/math.SqrtPi))}
}

// Ref implements graph.Op.
func (Erfc) Ref(out, in []*arr) {
	unaryFloat(out[0], in[0], math.Erfc)
}

// Cases implements graph.Op.
func (o Erfc) Cases() []graph.Case { return curve(o) }
