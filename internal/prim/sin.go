package prim

import (
	"math"

	"github.com/gokeras/keras/internal/graph"
)

// Sin is the sine of x, element by element.
type Sin struct{ float1 }

var _ = graph.Define(Sin{})

// VJP implements graph.Op: d sin(x) = cos(x)·dx.
func (Sin) VJP(n *node, g []*value) []*value {
	return []*value{apply(Mul{}, g[0], apply(Cos{}, n.In[0]))}
}

// Ref implements graph.Op.
func (Sin) Ref(out, in []*arr) {
	unaryFloat(out[0], in[0], math.Sin)
}

// Cases implements graph.Op.
func (o Sin) Cases() []graph.Case { return curve(o) }
