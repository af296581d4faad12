package prim

import (
	"fmt"

	"github.com/gokeras/keras/internal/graph"
	"github.com/gokeras/keras/tensor"
)

// MaxPoolInput is the gradient of [MaxPool] by its x: of x and g [batch, windows…,
// channels] it makes an array like x that has the sum of the gradients of those
// windows whose largest element lies there, the first one if there are several.
type MaxPoolInput MaxPool

var _ = graph.Define(MaxPoolInput{})

// Sizes returns what the pooling does whose gradient this is.
func (o MaxPoolInput) Sizes(x tensor.Shape) (Slide, error) { return MaxPool(o).Sizes(x) }

// Infer implements graph.Op.
func (o MaxPoolInput) Infer(in []typ) ([]typ, error) {
	if err := arity(in, 2); err != nil {
		return nil, err
	}
	out, err := MaxPool(o).Infer(in[:1])
	if err == nil && !out[0].Equal(in[1]) {
		err = fmt.Errorf("received a gradient of type %v, expected %v", in[1], out[0])
	}
	return []typ{in[0]}, err
}

// VJP implements graph.Op. Where the largest elements lie doesn't change with x.
func (o MaxPoolInput) VJP(n *node, h []*value) []*value {
	return []*value{nil, apply(MaxPoolPick(o), n.In[0], h[0])}
}

// Ref implements graph.Op.
func (o MaxPoolInput) Ref(out, in []*arr) {
	s, _ := o.Sizes(in[0].Shape())
	channels := in[0].Shape()[in[0].Rank()-1]
	zero(out[0])
	if out[0].DType() == tensor.Float32 {
		maxPoolInput(&s, channels, tensor.Data[float32](out[0]), tensor.Data[float32](in[0]), tensor.Data[float32](in[1]))
	} else {
		maxPoolInput(&s, channels, tensor.Data[float64](out[0]), tensor.Data[float64](in[0]), tensor.Data[float64](in[1]))
	}
}

func maxPoolInput[T float](s *Slide, channels int, dx, x, g []T) {
	places, windows := volume(s.In)*channels, volume(s.Out)*channels
	for i, v := range g {
		b, w, c := i/windows, i%windows/channels, i%channels
		if at := first(s, x[b*places:], channels, w, c); at >= 0 {
			dx[b*places+at] += v
		}
	}
}

// Cases implements graph.Op.
func (MaxPoolInput) Cases() []graph.Case {
	return poolCases(func(o MaxPool, x *arr) graph.Case {
		shape := withSpatial(x.Shape()[0], o.Out, x.Shape()[x.Rank()-1])
		return smooth(MaxPoolInput(o), x, floats(wave(shape.Size(), .3), shape...))
	})
}
