package prim

import (
	"math"

	"github.com/gokeras/keras/internal/graph"
)

// Round is the whole number nearest to x, the even one if two are, element by element.
type Round struct{ float1 }

var _ = graph.Define(Round{})

// VJP implements graph.Op: zero.
func (Round) VJP(*node, []*value) []*value { return nil }

// Ref implements graph.Op.
func (Round) Ref(out, in []*arr) {
	unaryFloat(out[0], in[0], math.RoundToEven)
}

// Cases implements graph.Op.
func (o Round) Cases() []graph.Case { return steps(o) }
