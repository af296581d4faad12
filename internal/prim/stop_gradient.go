package prim

import (
	"math"

	"github.com/gokeras/keras/internal/graph"
)

var (
	nan64 = math.NaN()
	nan32 = float32(nan64)
)

// StopGradient is x, through which no gradient passes.
type StopGradient struct{}

var _ = graph.Define(StopGradient{})

// Infer implements graph.Op.
func (StopGradient) Infer(in []typ) ([]typ, error) {
	t, err := same(in, 1)
	return []typ{t}, err
}

// VJP implements graph.Op: zero.
func (StopGradient) VJP(*node, []*value) []*value { return nil }

// Ref implements graph.Op.
func (StopGradient) Ref(out, in []*arr) {
	shape := out[0].Shape()
	v := rowMajor(shape)
	move(out[0], v, in[0], v, shape, false)
}

// Cases implements graph.Op.
func (o StopGradient) Cases() []graph.Case {
	return []graph.Case{rough(o, floats(ramp(6, 0, 1), 2, 3))}
}
