package prim

import "github.com/gokeras/keras/internal/graph"

// Mul is x·y, element by element.
type Mul struct{ number2 }

var _ = graph.Define(Mul{})

// VJP implements graph.Op: d(xy) = y·dx + x·dy.
func (Mul) VJP(n *node, g []*value) []*value {
	x, y := n.In[0], n.In[1]
	return []*value{apply(Mul{}, g[0], y), apply(Mul{}, g[0], x)}
}

// Ref implements graph.Op.
func (Mul) Ref(out, in []*arr) {
	binaryNumber(out[0], in,
		func(a, b float32) float32 { return a * b },
		func(a, b float64) float64 { return a * b },
		func(a, b int64) int64 { return a * b })
}

// Cases implements graph.Op.
func (o Mul) Cases() []graph.Case { return pairs(o) }
