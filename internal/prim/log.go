package prim

import (
	"math"

	"github.com/gokeras/keras/internal/graph"
)

// Log is the natural logarithm of x, element by element.
type Log struct{ float1 }

var _ = graph.Define(Log{})

// VJP implements graph.Op: d ln(x) = dx/x.
func (Log) VJP(n *node, g []*value) []*value {
	return []*value{apply(Div{}, g[0], n.In[0])}
}

// Ref implements graph.Op.
func (Log) Ref(out, in []*arr) {
	unaryFloat(out[0], in[0], math.Log)
}

// Cases implements graph.Op.
func (o Log) Cases() []graph.Case { return positive(o) }
