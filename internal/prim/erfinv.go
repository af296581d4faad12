package prim

import (
	"math"

	"github.com/gokeras/keras/internal/graph"
	"github.com/gokeras/keras/tensor"
)

// ErfInv is the number whose error function is x, element by element.
type ErfInv struct{ float1 }

var _ = graph.Define(ErfInv{})

// VJP implements graph.Op: erfinv' x = ½√π·exp(erfinv² x).
func (ErfInv) VJP(n *node, g []*value) []*value {
	y := n.Out[0]
	return []*value{apply(Mul{}, g[0], scale(apply(Exp{}, apply(Mul{}, y, y)), math.Sqrt(math.Pi)/2))}
}

// Ref implements graph.Op.
func (ErfInv) Ref(out, in []*arr) { unaryFloat(out[0], in[0], math.Erfinv) }

// Cases implements graph.Op.
func (o ErfInv) Cases() []graph.Case {
	return []graph.Case{
		smooth(o, floats([]float32{-.9, -.5, 0, .1, .7})),
		rough(o, floats([]float32{1, -1, 2, float32(math.NaN()), 1e-20})),
		smooth(o, tensor.FromSlice([]float64{-.3, .99}, 2, 1)),
	}
}
