package prim

import "github.com/gokeras/keras/internal/graph"

// Add is x + y, element by element.
type Add struct{ number2 }

var _ = graph.Define(Add{})

// VJP implements graph.Op: the gradient passes to both.
func (Add) VJP(_ *node, g []*value) []*value { return []*value{g[0], g[0]} }

// Ref implements graph.Op.
func (Add) Ref(out, in []*arr) {
	binaryNumber(out[0], in,
		func(a, b float32) float32 { return a + b },
		func(a, b float64) float64 { return a + b },
		func(a, b int64) int64 { return a + b })
}

// Cases implements graph.Op.
func (o Add) Cases() []graph.Case { return pairs(o) }
