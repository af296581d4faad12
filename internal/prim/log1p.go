package prim

import (
	"math"

	"github.com/gokeras/keras/internal/graph"
)

// Log1p is ln(1 + x), exact for small x, element by element.
type Log1p struct{ float1 }

var _ = graph.Define(Log1p{})

// VJP implements graph.Op: d ln(1+x) = dx/(1+x).
func (Log1p) VJP(n *node, g []*value) []*value {
	return []*value{apply(Div{}, g[0], apply(Add{}, n.In[0], Full(n.In[0].Type, 1)))}
}

// Ref implements graph.Op.
func (Log1p) Ref(out, in []*arr) {
	unaryFloat(out[0], in[0], math.Log1p)
}

// Cases implements graph.Op.
func (o Log1p) Cases() []graph.Case { return positive(o) }
