package prim

import (
	"math"

	"github.com/gokeras/keras/internal/graph"
)

// Asinh is the number whose hyperbolic sine is x, element by element.
type Asinh struct{ float1 }

var _ = graph.Define(Asinh{})

// VJP implements graph.Op: asinh' x = 1/√(x²+1).
func (Asinh) VJP(n *node, g []*value) []*value {
	x := n.In[0]
	return []*value{apply(Div{}, g[0], apply(Sqrt{}, apply(Add{}, apply(Mul{}, x, x), Full(x.Type, 1))))}
}

// Ref implements graph.Op.
func (Asinh) Ref(out, in []*arr) { unaryFloat(out[0], in[0], math.Asinh) }

// Cases implements graph.Op.
func (o Asinh) Cases() []graph.Case { return curve(o) }
