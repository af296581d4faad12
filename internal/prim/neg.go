package prim

import "github.com/gokeras/keras/internal/graph"

// Neg is -x, element by element.
type Neg struct{ number1 }

var _ = graph.Define(Neg{})

// VJP implements graph.Op: the gradient changes its sign.
func (Neg) VJP(_ *node, g []*value) []*value {
	return []*value{apply(Neg{}, g[0])}
}

// Ref implements graph.Op.
func (Neg) Ref(out, in []*arr) {
	unaryNumber(out[0], in[0], func(x float64) float64 { return -x }, func(x int64) int64 { return -x })
}

// Cases implements graph.Op.
func (o Neg) Cases() []graph.Case { return curve(o) }
