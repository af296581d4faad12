package prim

import (
	"fmt"

	"github.com/gokeras/keras/internal/graph"
	"github.com/gokeras/keras/tensor"
)

// Conv is the convolution (in truth the correlation) of x [batch, places…,
// channels] with kernel [taps…, channels/Groups, filters]:
//
//	y[b, w, f] = Σ over taps t and channels c of x[b, place(w, t), c] · kernel[t, c, f]
//
// where places outside of x hold zeros. The filters are split evenly among the
// groups, as the channels are; each sees the channels of its own. y has Out
// windows along each spatial axis.
type Conv struct {
	Window
	Out    graph.Dims
	Groups int
}

var _ = graph.Define(Conv{})

// A ConvSizes is what there is to do for a convolution or one of its gradients.
type ConvSizes struct {
	Slide
	Batch, Groups     int
	Channels, Filters int // of one group
}

// Sizes returns what Conv does for x and kernel of the given shapes.
func (o Conv) Sizes(x, kernel tensor.Shape) (ConvSizes, error) {
	if len(x) < 2 {
		return ConvSizes{}, errAxes(x, kernel)
	}
	return convSizes(o.Window, o.Groups, x[0], x[len(x)-1], spatial(x), o.Out, kernel)
}

func errAxes(x, kernel tensor.Shape) error {
	return fmt.Errorf("received arrays of shapes %v and %v, expected the same number of three to five axes", x, kernel)
}

// convSizes returns the sizes of a convolution of arrays [batch, in…, channels] with
// a kernel.
func convSizes(w Window, groups, batch, channels int, in, out graph.Dims, kernel tensor.Shape) (ConvSizes, error) {
	n := len(kernel)
	if n != in.N+2 {
		return ConvSizes{}, errAxes(withSpatial(batch, in, channels), kernel)
	}
	s, err := w.slide(in, out, tapsOf(kernel))
	if err != nil {
		return ConvSizes{}, err
	}
	c, filters := kernel[n-2], kernel[n-1]
	if groups < 1 || c*groups != channels || filters%groups != 0 {
		return ConvSizes{}, fmt.Errorf("received %d channels in %d groups and a kernel of shape %v, expected as many channels in a group as in the kernel, and filters that the groups divide", channels, groups, kernel)
	}
	return ConvSizes{s, batch, groups, c, filters / groups}, nil
}

// tapsOf returns the spatial axes of a kernel.
func tapsOf(kernel tensor.Shape) graph.Dims { return graph.DimsOf(kernel[:len(kernel)-2]...) }

// convType returns the type of an array made of two others of the same type.
func convType(in []typ, shape tensor.Shape) ([]typ, error) {
	if in[0].DType != in[1].DType {
		return nil, fmt.Errorf("the operands' element types differ: %v and %v", in[0].DType, in[1].DType)
	}
	return []typ{{DType: in[0].DType, Shape: shape}}, isFloat(in[0].DType)
}

// Infer implements graph.Op.
func (o Conv) Infer(in []typ) ([]typ, error) {
	if err := arity(in, 2); err != nil {
		return nil, err
	}
	x, kernel := in[0].Shape, in[1].Shape
	if _, err := o.Sizes(x, kernel); err != nil {
		return nil, err
	}
	return convType(in, withSpatial(x[0], o.Out, kernel[len(kernel)-1]))
}

// VJP implements graph.Op.
func (o Conv) VJP(n *node, g []*value) []*value {
	x, kernel := n.In[0], n.In[1]
	return []*value{
		apply(ConvInput{o.Window, spatial(x.Shape), o.Groups}, g[0], kernel),
		apply(ConvKernel{o.Window, tapsOf(kernel.Shape), o.Groups}, x, g[0]),
	}
}

// Ref implements graph.Op. Sums are kept in double precision.
func (o Conv) Ref(out, in []*arr) {
	s, _ := o.Sizes(in[0].Shape(), in[1].Shape())
	if out[0].DType() == tensor.Float32 {
		convolve(&s, tensor.Data[float32](out[0]), tensor.Data[float32](in[0]), tensor.Data[float32](in[1]))
	} else {
		convolve(&s, tensor.Data[float64](out[0]), tensor.Data[float64](in[0]), tensor.Data[float64](in[1]))
	}
}

func convolve[T float](s *ConvSizes, y, x, kernel []T) {
	places, windows, taps := volume(s.In), volume(s.Out), volume(s.Size)
	filters, channels := s.Groups*s.Filters, s.Groups*s.Channels
	for i := range y {
		b, w, f := i/filters/windows, i/filters%windows, i%filters
		first := f / s.Filters * s.Channels // channel of the group
		sum := 0.0
		for t := range taps {
			p := s.Place(w, t)
			if p < 0 {
				continue
			}
			x := x[(b*places+p)*channels+first:][:s.Channels]
			for c, v := range x {
				sum += float64(v) * float64(kernel[(t*s.Channels+c)*filters+f])
			}
		}
		y[i] = T(sum)
	}
}

// Cases implements graph.Op.
func (Conv) Cases() []graph.Case {
	return eachConv(func(c convCase) graph.Case {
		return smooth(Conv{c.window(), graph.DimsOf(c.out...), c.groups}, c.x(), c.kernel())
	})
}
