package prim

import (
	"fmt"

	"github.com/gokeras/keras/internal/graph"
	"github.com/gokeras/keras/tensor"
)

// ConvInput is the gradient of [Conv] by its x, whose spatial axes have the sizes
// In: of g [batch, windows…, filters] and kernel [taps…, channels/Groups, filters]
// it makes
//
//	x[b, p, c] = Σ over taps t and filters f of g[b, w, f] · kernel[t, c, f]
//
// for the window w of which tap t lies at p, if there is one. It is also what a
// transposed convolution computes.
type ConvInput struct {
	Window
	In     graph.Dims
	Groups int
}

var _ = graph.Define(ConvInput{})

// Sizes returns what the convolution does whose gradient this is.
func (o ConvInput) Sizes(g, kernel tensor.Shape) (ConvSizes, error) {
	if len(g) < 2 || len(kernel) != len(g) {
		return ConvSizes{}, errAxes(g, kernel)
	}
	s, err := convSizes(o.Window, o.Groups, g[0], kernel[len(kernel)-2]*o.Groups, o.In, spatial(g), kernel)
	if err == nil && s.Groups*s.Filters != g[len(g)-1] {
		err = fmt.Errorf("received a gradient of shape %v and a kernel of shape %v, expected the same last axis", g, kernel)
	}
	return s, err
}

// Infer implements graph.Op.
func (o ConvInput) Infer(in []typ) ([]typ, error) {
	if err := arity(in, 2); err != nil {
		return nil, err
	}
	s, err := o.Sizes(in[0].Shape, in[1].Shape)
	if err != nil {
		return nil, err
	}
	return convType(in, withSpatial(s.Batch, o.In, s.Groups*s.Channels))
}

// VJP implements graph.Op.
func (o ConvInput) VJP(n *node, h []*value) []*value {
	g, kernel := n.In[0], n.In[1]
	return []*value{
		apply(Conv{o.Window, spatial(g.Shape), o.Groups}, h[0], kernel),
		apply(ConvKernel{o.Window, tapsOf(kernel.Shape), o.Groups}, h[0], g),
	}
}

// Ref implements graph.Op. Sums are kept in double precision.
func (o ConvInput) Ref(out, in []*arr) {
	s, _ := o.Sizes(in[0].Shape(), in[1].Shape())
	if out[0].DType() == tensor.Float32 {
		convInput(&s, tensor.Data[float32](out[0]), tensor.Data[float32](in[0]), tensor.Data[float32](in[1]))
	} else {
		convInput(&s, tensor.Data[float64](out[0]), tensor.Data[float64](in[0]), tensor.Data[float64](in[1]))
	}
}

func convInput[T float](s *ConvSizes, x, g, kernel []T) {
	places, windows, taps := volume(s.In), volume(s.Out), volume(s.Size)
	filters, channels := s.Groups*s.Filters, s.Groups*s.Channels
	for i := range x {
		b, p, c := i/channels/places, i/channels%places, i%channels
		first := c / s.Channels * s.Filters // filter of the group
		sum := 0.0
		for t := range taps {
			w := s.Window(p, t)
			if w < 0 {
				continue
			}
			g := g[(b*windows+w)*filters+first:][:s.Filters]
			k := kernel[(t*s.Channels+c%s.Channels)*filters+first:][:s.Filters]
			for f, v := range g {
				sum += float64(v) * float64(k[f])
			}
		}
		x[i] = T(sum)
	}
}

// Cases implements graph.Op.
func (ConvInput) Cases() []graph.Case {
	return eachConv(func(c convCase) graph.Case {
		return smooth(ConvInput{c.window(), graph.DimsOf(c.in...), c.groups}, c.y(), c.kernel())
	})
}
