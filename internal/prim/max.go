package prim

import "github.com/gokeras/keras/internal/graph"

// Max is the larger of x and y, element by element; NaN if one of them is NaN.
type Max struct{ number2 }

var _ = graph.Define(Max{})

// VJP implements graph.Op: the gradient goes to the larger one, half to each
// where they are equal.
func (Max) VJP(n *node, g []*value) []*value { return share(n.In[0], n.In[1], g[0], Greater{}) }

// share gives g to x where wins(x, y), to y where wins(y, x), and half of it to
// each elsewhere.
func share(x, y, g *value, wins graph.Op) []*value {
	if !x.DType.IsFloat() {
		return nil
	}
	zero, half := Full(g.Type, 0), scale(g, .5)
	gx := apply(Select{}, apply(wins, x, y), g, apply(Select{}, apply(wins, y, x), zero, half))
	return []*value{gx, apply(Sub{}, g, gx)}
}

// Ref implements graph.Op.
func (Max) Ref(out, in []*arr) {
	binaryNumber(out[0], in,
		func(a, b float32) float32 { return max(a, b) },
		func(a, b float64) float64 { return max(a, b) },
		func(a, b int64) int64 { return max(a, b) })
}

// Cases implements graph.Op.
func (o Max) Cases() []graph.Case { return pairs(o) }
