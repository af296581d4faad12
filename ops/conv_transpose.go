package ops

import (
	"github.com/gokeras/keras/internal/graph"
	"github.com/gokeras/keras/internal/prim"
	"github.com/gokeras/keras/tensor"
)

// ConvTransposeOptions are the arguments of [ConvTranspose].
type ConvTransposeOptions struct {
	// Strides is how far apart the places are where the filters are laid.
	// Default: 1.
	Strides Sizes `json:"strides"`

	// Padding is "valid", the output holds all that filters reach, or "same", it is
	// Strides times as large as the input. Default: "valid".
	Padding string `json:"padding"`

	// OutputPadding is what is added to the size of the output, which then is
	// (n-1)·Strides + size with padding "valid" and (n-1)·Strides + size mod 2 with
	// "same". Default: as needed.
	OutputPadding Sizes `json:"output_padding"`

	// DataFormat is "channels_last" or "channels_first". Default: "channels_last".
	DataFormat string `json:"data_format"`

	// Dilation is how far apart the places of a window are. Default: 1.
	Dilation Sizes `json:"dilation_rate"`
}

type convTranspose ConvTransposeOptions

var _ = settings[convTranspose]("nn", "ConvTranspose")

// ConvTranspose is the transpose of [Conv], along one to three axes of space: each
// filter of kernel [size…, filters, channels] is laid over the output at w·Strides,
// times what x [batch, space…, channels] has at w, and all of it is added up.
func ConvTranspose(x, kernel *Value, o ConvTransposeOptions) *Value {
	return do((*convTranspose)(&o), x, kernel)
}

// Apply implements [Operation].
func (o *convTranspose) Apply(in []*Value) []*Value {
	x, kernel := convOperands("ConvTranspose", in)
	n := len(kernel.Shape)
	s, out, lo := ConvTransposeOptions(*o).places(x.Shape, kernel.Shape[:n-2])
	if c := s.channels(x.Shape); c != kernel.Shape[n-1] {
		Fail("ConvTranspose", "a value of shape %v has %d channels and the kernel of shape %v expects %d", x.Shape, c, kernel.Shape, kernel.Shape[n-1])
	}
	y := graph.Apply(prim.ConvInput{Window: s.window(lo), In: graph.DimsOf(out...), Groups: 1}, s.last(x), kernel)
	return []*Value{s.back(y)}
}

// OutputShape returns the shape of a transposed convolution of a value of the given
// shape, of which sizes may be unknown, with a number of filters of the given size.
// It panics with an [*Error] if there is none.
func (o ConvTransposeOptions) OutputShape(x tensor.Shape, size []int, filters int) tensor.Shape {
	s, out, _ := o.places(x, size)
	return s.shape(x[0], filters, out)
}

// places returns how many places the output has along each axis of space, and how
// far the first filter lies before the first of them. Keras's rules are such that the
// border that is cut off "same" is one wider on the right.
func (o ConvTransposeOptions) places(x tensor.Shape, size []int) (s *sliding, out, lo []int) {
	s = newSliding("ConvTranspose", x, o.DataFormat, o.Padding, size, o.Strides, o.Dilation)
	space := s.space(x)
	n := len(space)
	more := o.OutputPadding
	for _, p := range more {
		if p < 0 {
			Fail(s.fn, "output padding: received %v, expected numbers of 0 or more", more)
		}
	}
	if len(more) > 1 && len(more) != n {
		Fail(s.fn, "output padding: received %v, expected one number or one for each of the %d axes of space", more, n)
	}
	out, lo = make([]int, n), make([]int, n)
	for i, d := range space {
		stride, reach := s.strides[i], s.reach(i)
		var border int // places of the output besides (d-1)·stride + 1
		switch {
		case s.padding == "valid" && more == nil:
			border = max(reach, stride) - 1
		case s.padding == "valid":
			border = reach - 1 + more[i%len(more)]
		case more == nil:
			border = stride - 1
		default:
			border = reach%2 - 1 + more[i%len(more)]
		}
		if s.padding == "same" {
			before := border + reach - 1 // zeros around what a convolution would see
			lo[i] = reach - 1 - min((before+1)/2, reach-1)
		}
		out[i] = d
		if d != tensor.Unknown {
			out[i] = (d-1)*stride + 1 + border
		}
		if d != tensor.Unknown && out[i] < 1 {
			Fail(s.fn, "a value of shape %v: the output would have size %d along axis %d of space", x, out[i], i)
		}
	}
	return s, out, lo
}
