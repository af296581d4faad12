package prim

import (
	"math"

	"github.com/gokeras/keras/internal/graph"
)

// Abs is |x|, element by element.
type Abs struct{ number1 }

var _ = graph.Define(Abs{})

// VJP implements graph.Op: d|x| = ±dx, and dx at 0, as JAX has it.
func (Abs) VJP(n *node, g []*value) []*value {
	x := n.In[0]
	if !x.DType.IsFloat() {
		return nil
	}
	up := apply(GreaterEqual{}, x, Full(x.Type, 0))
	return []*value{apply(Select{}, up, g[0], apply(Neg{}, g[0]))}
}

// Ref implements graph.Op.
func (Abs) Ref(out, in []*arr) {
	unaryNumber(out[0], in[0], math.Abs, func(x int64) int64 { return max(x, -x) })
}

// Cases implements graph.Op.
func (o Abs) Cases() []graph.Case { return steps(o) }
