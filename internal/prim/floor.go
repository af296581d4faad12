package prim

import (
	"math"

	"github.com/gokeras/keras/internal/graph"
)

// Floor is the largest whole number not above x, element by element.
type Floor struct{ float1 }

var _ = graph.Define(Floor{})

// VJP implements graph.Op: zero.
func (Floor) VJP(*node, []*value) []*value { return nil }

// Ref implements graph.Op.
func (Floor) Ref(out, in []*arr) {
	unaryFloat(out[0], in[0], math.Floor)
}

// Cases implements graph.Op.
func (o Floor) Cases() []graph.Case { return steps(o) }
