package prim

import (
	"math"

	"github.com/gokeras/keras/internal/graph"
)

// Atan2 is the angle of the point (x, y), of which y is the first operand, element
// by element.
type Atan2 struct{ float2 }

var _ = graph.Define(Atan2{})

// VJP implements graph.Op: d atan2(y, x) = (x·dy - y·dx)/(x²+y²).
func (Atan2) VJP(n *node, g []*value) []*value {
	y, x := n.In[0], n.In[1]
	k := apply(Div{}, g[0], apply(Add{}, apply(Mul{}, x, x), apply(Mul{}, y, y)))
	return []*value{apply(Mul{}, k, x), apply(Neg{}, apply(Mul{}, k, y))}
}

// Ref implements graph.Op.
func (Atan2) Ref(out, in []*arr) {
	binaryFloat(out[0], in,
		func(a, b float32) float32 { return float32(math.Atan2(float64(a), float64(b))) }, math.Atan2)
}

// Cases implements graph.Op.
func (o Atan2) Cases() []graph.Case { return pairs(o) }
