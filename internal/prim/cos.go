package prim

import (
	"math"

	"github.com/gokeras/keras/internal/graph"
)

// Cos is the cosine of x, element by element.
type Cos struct{ float1 }

var _ = graph.Define(Cos{})

// VJP implements graph.Op: d cos(x) = -sin(x)·dx.
func (Cos) VJP(n *node, g []*value) []*value {
	return []*value{apply(Neg{}, apply(Mul{}, g[0], apply(Sin{}, n.In[0])))}
}

// Ref implements graph.Op.
func (Cos) Ref(out, in []*arr) {
	unaryFloat(out[0], in[0], math.Cos)
}

// Cases implements graph.Op.
func (o Cos) Cases() []graph.Case { return curve(o) }
