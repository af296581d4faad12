package prim

import (
	"math"

	"github.com/gokeras/keras/internal/graph"
)

// Abs is |x|, element by element.
type Abs struct{ number1 }

var _ = graph.Define(Abs{})

// VJP implements graph.Op: d|x| = sign(x)·dx.
func (Abs) VJP(n *node, g []*value) []*value {
	return []*value{apply(Mul{}, g[0], apply(Sign{}, n.In[0]))}
}

// Ref implements graph.Op.
func (Abs) Ref(out, in []*arr) {
	unaryNumber(out[0], in[0], math.Abs, func(x int64) int64 { return max(x, -x) })
}

// Cases implements graph.Op.
func (o Abs) Cases() []graph.Case { return steps(o) }
