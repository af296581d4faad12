package ops

import (
	"slices"
	"strings"

	"github.com/gokeras/keras/internal/graph"
	"github.com/gokeras/keras/internal/prim"
	"github.com/gokeras/keras/tensor"
)

// Sizes are a number for each axis of space. One number stands for all of them.
type Sizes []int

// MarshalConfig implements [config.Marshaler]. Keras on JAX can't read a list again
// that it has written, but it can read a number.
func (s Sizes) MarshalConfig() (any, error) {
	for _, d := range s {
		if d != s[0] {
			return []int(s), nil
		}
	}
	return s[0], nil
}

// A sliding is how windows slide over the axes of space of a value.
type sliding struct {
	fn                      string // the function it is for
	first                   bool   // the channels come before the axes of space
	padding                 string
	size, strides, dilation []int // for each axis of space
}

// newSliding completes the arguments of a function for a value of the given shape,
// and fails if they are wrong.
func newSliding(fn string, x tensor.Shape, format, padding string, size, strides, dilation []int) *sliding {
	n := len(x) - 2
	if n < 1 || n > 3 {
		Fail(fn, "received a value of shape %v, expected a batch axis, channels, and one to three axes of space", x)
	}
	s := &sliding{fn: fn, padding: strings.ToLower(padding)}
	switch strings.ToLower(format) {
	case "", "channels_last":
	case "channels_first":
		s.first = true
	default:
		Fail(fn, `data format: received %q, expected "channels_last" or "channels_first"`, format)
	}
	switch {
	case s.padding == "":
		s.padding = "valid"
	case s.padding == "valid" || s.padding == "same":
	case s.padding == "causal" && n == 1 && fn != "MaxPool" && fn != "AveragePool" && fn != "ConvTranspose":
	default:
		Fail(fn, `padding: received %q, expected "valid" or "same"`, padding)
	}
	s.size = eachAxis(fn, "size", size, n)
	s.strides = eachAxis(fn, "strides", strides, n)
	s.dilation = eachAxis(fn, "dilation", dilation, n)
	return s
}

// eachAxis returns a setting for each of n axes: one stands for all of them, none
// for 1.
func eachAxis(fn, what string, list []int, n int) []int {
	for _, d := range list {
		if d < 1 {
			Fail(fn, "%s: received %v, expected positive numbers", what, list)
		}
	}
	switch len(list) {
	case 0:
		return slices.Repeat([]int{1}, n)
	case 1:
		return slices.Repeat(list, n)
	case n:
		return list
	}
	Fail(fn, "%s: received %v, expected one number or one for each of the %d axes of space", what, list, n)
	return nil
}

// space returns the sizes of a shape's axes of space.
func (s *sliding) space(x tensor.Shape) []int {
	if s.first {
		return x[2:]
	}
	return x[1 : len(x)-1]
}

// channels returns the size of a shape's axis of channels.
func (s *sliding) channels(x tensor.Shape) int {
	if s.first {
		return x[1]
	}
	return x[len(x)-1]
}

// shape returns a shape with the given sizes.
func (s *sliding) shape(batch, channels int, space []int) tensor.Shape {
	if s.first {
		return append(tensor.Shape{batch, channels}, space...)
	}
	return append(append(tensor.Shape{batch}, space...), channels)
}

// reach returns the number of places from the first to the last of a window.
func (s *sliding) reach(i int) int { return (s.size[i]-1)*s.dilation[i] + 1 }

// windows returns how many windows there are along each axis of space of x, and how
// far the first one lies before the first place.
func (s *sliding) windows(x tensor.Shape) (out, lo []int) {
	space := s.space(x)
	out, lo = make([]int, len(space)), make([]int, len(space))
	for i, n := range space {
		stride, reach := s.strides[i], s.reach(i)
		switch {
		case n == tensor.Unknown:
			out[i] = n
		case s.padding == "valid":
			out[i] = (n-reach)/stride + 1
			if n < reach {
				Fail(s.fn, "a value of shape %v is too small for windows of %d places with padding %q: the output would have size 0 along axis %d of space", x, reach, s.padding, i)
			}
		default:
			out[i] = (n + stride - 1) / stride
			lo[i] = max((out[i]-1)*stride+reach-n, 0) / 2
			if s.padding == "causal" {
				lo[i] = reach - 1
			}
		}
	}
	return out, lo
}

// window returns the attribute of primitives.
func (s *sliding) window(lo []int) prim.Window {
	return prim.Window{Stride: graph.DimsOf(s.strides...), Dilation: graph.DimsOf(s.dilation...), Lo: graph.DimsOf(lo...)}
}

// last returns x with the channels last, as primitives want it.
func (s *sliding) last(x *Value) *Value {
	if !s.first {
		return x
	}
	axes := []int{0}
	for i := 2; i < len(x.Shape); i++ {
		axes = append(axes, i)
	}
	return Transpose(x, append(axes, 1)...)
}

// back returns y, which has the channels last, with the axes where they belong.
func (s *sliding) back(y *Value) *Value {
	if !s.first {
		return y
	}
	axes := []int{0, len(y.Shape) - 1}
	for i := 1; i < len(y.Shape)-1; i++ {
		axes = append(axes, i)
	}
	return Transpose(y, axes...)
}
