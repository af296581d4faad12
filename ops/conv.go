package ops

import (
	"github.com/gokeras/keras/internal/graph"
	"github.com/gokeras/keras/internal/prim"
	"github.com/gokeras/keras/tensor"
)

// ConvOptions are the arguments of convolutions.
type ConvOptions struct {
	// Strides is how far apart windows are along each axis of space. Default: 1.
	Strides Sizes `json:"strides"`

	// Padding is "valid", windows lie inside; "same", there is a window around every
	// place (or every Strides of them), with zeros outside; or, for one axis of space,
	// "causal", the same with windows that end at their place. Default: "valid".
	Padding string `json:"padding"`

	// DataFormat is "channels_last" or "channels_first". Default: "channels_last".
	DataFormat string `json:"data_format"`

	// Dilation is how far apart the places of a window are. Default: 1.
	Dilation Sizes `json:"dilation_rate"`
}

type (
	conv          ConvOptions
	depthwiseConv ConvOptions
	separableConv ConvOptions
)

var (
	_ = settings[conv]("nn", "Conv")
	_ = settings[depthwiseConv]("nn", "DepthwiseConv")
	_ = settings[separableConv]("nn", "SeparableConv")
)

// Conv is the convolution, along one to three axes of space, of x [batch, space…,
// channels] with kernel [size…, channels, filters]: each filter is laid over a
// window of x and the products are added up,
//
//	y[b, w, f] = Σ x[b, w·Strides + t·Dilation - padding, c] · kernel[t, c, f]
//
// If x has g times as many channels as the kernel, both channels and filters are cut
// into g groups, and each group of filters sees its own channels.
func Conv(x, kernel *Value, o ConvOptions) *Value { return do((*conv)(&o), x, kernel) }

// Apply implements [Operation].
func (o *conv) Apply(in []*Value) []*Value {
	x, kernel := convOperands("Conv", in)
	s := ConvOptions(*o).sliding("Conv", x.Shape, kernel.Shape)
	groups, c := 1, kernel.Shape[len(kernel.Shape)-2]
	if n := s.channels(x.Shape); n != c {
		if c == 0 || n%c != 0 || kernel.Shape[len(kernel.Shape)-1]%(n/c) != 0 {
			Fail("Conv", "a value of shape %v has %d channels and the kernel of shape %v expects %d, or groups of so many that divide the filters", x.Shape, n, kernel.Shape, c)
		}
		groups = n / c
	}
	return []*Value{s.conv(x, kernel, groups)}
}

// DepthwiseConv is the convolution of each channel of x [batch, space…, channels]
// with filters of its own, kernel [size…, channels, multiplier]. The output has
// channels·multiplier channels.
func DepthwiseConv(x, kernel *Value, o ConvOptions) *Value {
	return do((*depthwiseConv)(&o), x, kernel)
}

// Apply implements [Operation].
func (o *depthwiseConv) Apply(in []*Value) []*Value {
	x, kernel := convOperands("DepthwiseConv", in)
	s := ConvOptions(*o).sliding("DepthwiseConv", x.Shape, kernel.Shape)
	return []*Value{s.depthwise(x, kernel)}
}

// SeparableConv is [DepthwiseConv] with the kernel depthwise [size…, channels,
// multiplier], and then [Conv] with pointwise [1…, channels·multiplier, filters].
func SeparableConv(x, depthwise, pointwise *Value, o ConvOptions) *Value {
	return do((*separableConv)(&o), x, depthwise, pointwise)
}

// Apply implements [Operation].
func (o *separableConv) Apply(in []*Value) []*Value {
	x, depthwise := convOperands("SeparableConv", in)
	s := ConvOptions(*o).sliding("SeparableConv", x.Shape, depthwise.Shape)
	return []*Value{Conv(s.depthwise(x, depthwise), in[2], ConvOptions{DataFormat: o.DataFormat})}
}

// OutputShape returns the shape of a convolution of a value of the given shape, of
// which sizes may be unknown, with a number of filters of the given size. It panics
// with an [*Error] if there is none.
func (o ConvOptions) OutputShape(x tensor.Shape, size []int, filters int) tensor.Shape {
	s := newSliding("Conv", x, o.DataFormat, o.Padding, size, o.Strides, o.Dilation)
	out, _ := s.windows(x)
	return s.shape(x[0], filters, out)
}

func (o ConvOptions) sliding(fn string, x, kernel tensor.Shape) *sliding {
	return newSliding(fn, x, o.DataFormat, o.Padding, kernel[:len(kernel)-2], o.Strides, o.Dilation)
}

// convOperands returns the value and the kernel of a convolution in one type.
func convOperands(fn string, in []*Value) (x, kernel *Value) {
	x, kernel = in[0], in[1]
	if len(kernel.Shape) != len(x.Shape) || len(x.Shape) < 3 {
		Fail(fn, "received a value of shape %v and a kernel of shape %v, expected three to five axes of both", x.Shape, kernel.Shape)
	}
	dt := ResultType(floating(x).DType, floating(kernel).DType)
	return Cast(x, dt), Cast(kernel, dt)
}

func (s *sliding) conv(x, kernel *Value, groups int) *Value {
	out, lo := s.windows(x.Shape)
	return s.back(graph.Apply(prim.Conv{Window: s.window(lo), Out: graph.DimsOf(out...), Groups: groups}, s.last(x), kernel))
}

func (s *sliding) depthwise(x, kernel *Value) *Value {
	n := len(kernel.Shape)
	c, multiplier := kernel.Shape[n-2], kernel.Shape[n-1]
	if s.channels(x.Shape) != c {
		Fail(s.fn, "a value of shape %v has %d channels and the kernel of shape %v expects %d", x.Shape, s.channels(x.Shape), kernel.Shape, c)
	}
	return s.conv(x, Reshape(kernel, append(kernel.Shape[:n-2].Clone(), 1, c*multiplier)...), c)
}
