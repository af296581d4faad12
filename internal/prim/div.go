package prim

import "github.com/gokeras/keras/internal/graph"

// Div is x / y, element by element, of floating-point numbers.
type Div struct{ float2 }

var _ = graph.Define(Div{})

// VJP implements graph.Op: d(x/y) = dx/y - (x/y)·dy/y.
func (Div) VJP(n *node, g []*value) []*value {
	y := n.In[1]
	gx := apply(Div{}, g[0], y)
	return []*value{gx, apply(Neg{}, apply(Mul{}, gx, n.Out[0]))}
}

// Ref implements graph.Op.
func (Div) Ref(out, in []*arr) {
	binaryFloat(out[0], in,
		func(a, b float32) float32 { return a / b },
		func(a, b float64) float64 { return a / b })
}

// Cases implements graph.Op.
func (o Div) Cases() []graph.Case { return pairs(o) }
