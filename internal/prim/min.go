package prim

import "github.com/gokeras/keras/internal/graph"

// Min is the smaller of x and y, element by element; NaN if one of them is NaN.
type Min struct{ number2 }

var _ = graph.Define(Min{})

// VJP implements graph.Op: the gradient goes to the smaller one, half to each
// where they are equal.
func (Min) VJP(n *node, g []*value) []*value { return share(n.In[0], n.In[1], g[0], Less{}) }

// Ref implements graph.Op.
func (Min) Ref(out, in []*arr) {
	binaryNumber(out[0], in,
		func(a, b float32) float32 { return min(a, b) },
		func(a, b float64) float64 { return min(a, b) },
		func(a, b int64) int64 { return min(a, b) })
}

// Cases implements graph.Op.
func (o Min) Cases() []graph.Case { return pairs(o) }
