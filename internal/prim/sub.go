package prim

import "github.com/gokeras/keras/internal/graph"

// Sub is x - y, element by element.
type Sub struct{ number2 }

var _ = graph.Define(Sub{})

// VJP implements graph.Op: d(x-y) = dx - dy.
func (Sub) VJP(_ *node, g []*value) []*value { return []*value{g[0], apply(Neg{}, g[0])} }

// Ref implements graph.Op.
func (Sub) Ref(out, in []*arr) {
	binaryNumber(out[0], in,
		func(a, b float32) float32 { return a - b },
		func(a, b float64) float64 { return a - b },
		func(a, b int64) int64 { return a - b })
}

// Cases implements graph.Op.
func (o Sub) Cases() []graph.Case { return pairs(o) }
