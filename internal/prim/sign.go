package prim

import "github.com/gokeras/keras/internal/graph"

// Sign is the sign of x: -1, 0 or 1; NaN if x is NaN, element by element.
type Sign struct{ number1 }

var _ = graph.Define(Sign{})

// VJP implements graph.Op: zero.
func (Sign) VJP(*node, []*value) []*value { return nil }

// Ref implements graph.Op.
func (Sign) Ref(out, in []*arr) {
	unaryNumber(out[0], in[0], func(x float64) float64 {
		switch {
		case x > 0:
			return 1
		case x < 0:
			return -1
		}
		return x
	}, func(x int64) int64 { return min(max(x, -1), 1) })
}

// Cases implements graph.Op.
func (o Sign) Cases() []graph.Case { return steps(o) }
