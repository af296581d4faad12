package prim

import (
	"math"

	"github.com/gokeras/keras/internal/graph"
)

// Relu is max(x, 0); NaN for NaN. It is a primitive of its own so that the gradient
// needs nothing but its result.
type Relu struct{ number1 }

var _ = graph.Define(Relu{})

// VJP implements graph.Op: the gradient goes where the result is positive.
func (Relu) VJP(n *node, g []*value) []*value {
	none := Full(g[0].Type, 0)
	return []*value{apply(Select{}, apply(Greater{}, n.Out[0], none), g[0], none)}
}

// Ref implements graph.Op.
func (Relu) Ref(out, in []*arr) {
	unaryNumber(out[0], in[0],
		func(x float64) float64 { return max(x, 0) },
		func(x int64) int64 { return max(x, 0) })
}

// Cases implements graph.Op.
func (o Relu) Cases() []graph.Case {
	inf, nan := float32(math.Inf(1)), float32(math.NaN())
	return []graph.Case{
		smooth(o, floats([]float32{-3, -.5, .25, 2, 7}, 5)),
		rough(o, floats([]float32{0, float32(math.Copysign(0, -1)), inf, -inf, nan})),
		smooth(o, floats(ramp(1100, -4, 4), 11, 100)),
	}
}
