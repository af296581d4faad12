package prim

import (
	"math"

	"github.com/gokeras/keras/internal/graph"
)

// Pow is x to the power y, element by element, of floating-point numbers.
type Pow struct{ float2 }

var _ = graph.Define(Pow{})

// VJP implements graph.Op: d(x^y) = y·x^(y-1)·dx + ln(x)·x^y·dy. Where x is not
// positive the second term is taken as zero if x^y is, as JAX does.
func (Pow) VJP(n *node, g []*value) []*value {
	x, y := n.In[0], n.In[1]
	one := Full(y.Type, 1)
	gx := apply(Mul{}, g[0], apply(Mul{}, y, apply(Pow{}, x, apply(Sub{}, y, one))))
	safe := apply(Select{}, apply(Equal{}, x, Full(x.Type, 0)), one, x)
	gy := apply(Mul{}, g[0], apply(Mul{}, apply(Log{}, safe), n.Out[0]))
	return []*value{gx, gy}
}

// Ref implements graph.Op.
func (Pow) Ref(out, in []*arr) {
	binaryFloat(out[0], in,
		func(a, b float32) float32 { return float32(math.Pow(float64(a), float64(b))) }, math.Pow)
}

// Cases implements graph.Op.
func (o Pow) Cases() []graph.Case {
	return []graph.Case{smooth(o, floats([]float32{.5, 1, 2, 3, 1.5}), floats([]float32{2, -1, .5, 3, 0}))}
}
