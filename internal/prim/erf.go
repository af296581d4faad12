package prim

import (
	"math"

	"github.com/gokeras/keras/internal/graph"
)

// Erf is the error function of x, element by element.
type Erf struct{ float1 }

var _ = graph.Define(Erf{})

// VJP implements graph.Op: d erf(x) = 2/√π·exp(-x²)·dx.
func (Erf) VJP(n *node, g []*value) []*value {
	return []*value{apply(Mul{}, g[0], scale(apply(Exp{}, apply(Neg{}, apply(Mul{}, n.In[0], n.In[0]))), 2/math.SqrtPi))}
}

// Ref implements graph.Op.
func (Erf) Ref(out, in []*arr) {
	unaryFloat(out[0], in[0], math.Erf)
}

// Cases implements graph.Op.
func (o Erf) Cases() []graph.Case { return curve(o) }
