package prim

import (
	"fmt"

	"github.com/gokeras/keras/internal/graph"
	"github.com/gokeras/keras/tensor"
)

// ConvKernel is the gradient of [Conv] by its kernel, which has Size taps along
// each spatial axis: of x [batch, places…, channels] and g [batch, windows…,
// filters] it makes
//
//	kernel[t, c, f] = Σ over b and windows w of x[b, place(w, t), c] · g[b, w, f]
type ConvKernel struct {
	Window
	Size   graph.Dims
	Groups int
}

var _ = graph.Define(ConvKernel{})

// Sizes returns what the convolution does whose gradient this is.
func (o ConvKernel) Sizes(x, g tensor.Shape) (ConvSizes, error) {
	n := len(x)
	if n < 3 || len(g) != n || x[0] != g[0] {
		return ConvSizes{}, fmt.Errorf("received arrays of shapes %v and %v, expected the same number of three to five axes and the same batch", x, g)
	}
	c, filters := x[n-1], g[n-1]
	if o.Groups < 1 || c%o.Groups != 0 || filters%o.Groups != 0 {
		return ConvSizes{}, fmt.Errorf("received %d channels and %d filters, expected numbers that %d groups divide", c, filters, o.Groups)
	}
	s, err := o.slide(spatial(x), spatial(g), o.Size)
	return ConvSizes{s, x[0], o.Groups, c / o.Groups, filters / o.Groups}, err
}

// Infer implements graph.Op.
func (o ConvKernel) Infer(in []typ) ([]typ, error) {
	if err := arity(in, 2); err != nil {
		return nil, err
	}
	s, err := o.Sizes(in[0].Shape, in[1].Shape)
	if err != nil {
		return nil, err
	}
	return convType(in, append(o.Size.Shape(), s.Channels, s.Groups*s.Filters))
}

// VJP implements graph.Op.
func (o ConvKernel) VJP(n *node, h []*value) []*value {
	x, g := n.In[0], n.In[1]
	return []*value{
		apply(ConvInput{o.Window, spatial(x.Shape), o.Groups}, g, h[0]),
		apply(Conv{o.Window, spatial(g.Shape), o.Groups}, x, h[0]),
	}
}

// Ref implements graph.Op. Sums are kept in double precision.
func (o ConvKernel) Ref(out, in []*arr) {
	s, _ := o.Sizes(in[0].Shape(), in[1].Shape())
	if out[0].DType() == tensor.Float32 {
		convKernel(&s, tensor.Data[float32](out[0]), tensor.Data[float32](in[0]), tensor.Data[float32](in[1]))
	} else {
		convKernel(&s, tensor.Data[float64](out[0]), tensor.Data[float64](in[0]), tensor.Data[float64](in[1]))
	}
}

func convKernel[T float](s *ConvSizes, kernel, x, g []T) {
	places, windows := volume(s.In), volume(s.Out)
	filters, channels := s.Groups*s.Filters, s.Groups*s.Channels
	for i := range kernel {
		t, c, f := i/filters/s.Channels, i/filters%s.Channels, i%filters
		c += f / s.Filters * s.Channels // channel of the group
		sum := 0.0
		for w := range windows {
			p := s.Place(w, t)
			if p < 0 {
				continue
			}
			for b := range s.Batch {
				sum += float64(x[(b*places+p)*channels+c]) * float64(g[(b*windows+w)*filters+f])
			}
		}
		kernel[i] = T(sum)
	}
}

// Cases implements graph.Op.
func (ConvKernel) Cases() []graph.Case {
	return eachConv(func(c convCase) graph.Case {
		return smooth(ConvKernel{c.window(), graph.DimsOf(c.size...), c.groups}, c.x(), c.y())
	})
}
