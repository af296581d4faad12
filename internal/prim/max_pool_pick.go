package prim

import (
	"fmt"

	"github.com/gokeras/keras/internal/graph"
	"github.com/gokeras/keras/tensor"
)

// MaxPoolPick is [MaxPool] of x, with the elements of an array h like x in place of
// the largest ones of x, and zeros for windows outside.
type MaxPoolPick MaxPool

var _ = graph.Define(MaxPoolPick{})

// Infer implements graph.Op.
func (o MaxPoolPick) Infer(in []typ) ([]typ, error) {
	if err := arity(in, 2); err != nil {
		return nil, err
	}
	if !in[0].Equal(in[1]) {
		return nil, fmt.Errorf("received arrays of types %v and %v, expected the same", in[0], in[1])
	}
	return MaxPool(o).Infer(in[:1])
}

// VJP implements graph.Op. Where the largest elements lie doesn't change with x.
func (o MaxPoolPick) VJP(n *node, g []*value) []*value {
	return []*value{nil, apply(MaxPoolInput(o), n.In[0], g[0])}
}

// Ref implements graph.Op.
func (o MaxPoolPick) Ref(out, in []*arr) {
	s, _ := MaxPool(o).Sizes(in[0].Shape())
	channels := in[0].Shape()[in[0].Rank()-1]
	if out[0].DType() == tensor.Float32 {
		maxPool(&s, channels, tensor.Data[float32](out[0]), tensor.Data[float32](in[0]), tensor.Data[float32](in[1]), 0)
	} else {
		maxPool(&s, channels, tensor.Data[float64](out[0]), tensor.Data[float64](in[0]), tensor.Data[float64](in[1]), 0)
	}
}

// Cases implements graph.Op.
func (MaxPoolPick) Cases() []graph.Case {
	return poolCases(func(o MaxPool, x *arr) graph.Case {
		return smooth(MaxPoolPick(o), x, floats(wave(x.Size(), .4), x.Shape()...))
	})
}
