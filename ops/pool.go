package ops

import (
	"slices"

	"github.com/gokeras/keras/internal/graph"
	"github.com/gokeras/keras/internal/prim"
	"github.com/gokeras/keras/tensor"
)

// PoolOptions are the arguments of pooling.
type PoolOptions struct {
	// PoolSize is how many places a window has along each axis of space. Required.
	PoolSize Sizes `json:"pool_size"`

	// Strides is how far apart windows are. Default: PoolSize.
	Strides Sizes `json:"strides"`

	// Padding is "valid", windows lie inside, or "same", there is a window around every
	// place (or every Strides of them) and what lies outside doesn't count.
	// Default: "valid".
	Padding string `json:"padding"`

	// DataFormat is "channels_last" or "channels_first". Default: "channels_last".
	DataFormat string `json:"data_format"`
}

type (
	maxPool     PoolOptions
	averagePool PoolOptions
)

var (
	_ = settings[maxPool]("nn", "MaxPool")
	_ = settings[averagePool]("nn", "AveragePool")
)

// MaxPool is the largest element of each window of x [batch, space…, channels],
// channel by channel. The gradient goes to the first of them if there are several.
func MaxPool(x *Value, o PoolOptions) *Value { return do((*maxPool)(o.whole()), x) }

// Apply implements [Operation].
func (o *maxPool) Apply(in []*Value) []*Value {
	x := floating(in[0])
	s := PoolOptions(*o).sliding("MaxPool", x.Shape)
	out, lo := s.windows(x.Shape)
	y := graph.Apply(prim.MaxPool{Window: s.window(lo), Size: graph.DimsOf(s.size...), Out: graph.DimsOf(out...)}, s.last(x))
	return []*Value{s.back(y)}
}

// AveragePool is the mean of each window of x [batch, space…, channels], channel by
// channel.
func AveragePool(x *Value, o PoolOptions) *Value { return do((*averagePool)(o.whole()), x) }

// Apply implements [Operation]. The sums are a depthwise convolution with ones.
func (o *averagePool) Apply(in []*Value) []*Value {
	x := floating(in[0])
	s := PoolOptions(*o).sliding("AveragePool", x.Shape)
	c := s.channels(x.Shape)
	sum := s.conv(x, Full(1, x.DType, append(tensor.Shape(s.size).Clone(), 1, c)...), c)
	if s.padding == "valid" {
		return []*Value{Divide(sum, FullLike(sum, float64(tensor.Shape(s.size).Size())))}
	}
	return []*Value{Divide(sum, Cast(s.counts(x.Shape), x.DType))}
}

// counts returns how many places of each window lie inside of a value, in a form
// that can be broadcast: the product of those along each axis.
func (s *sliding) counts(x tensor.Shape) *Value {
	out, lo := s.windows(x)
	n := Const(1, tensor.Float64)
	for i, places := range s.space(x) {
		along := slices.Repeat([]int{1}, len(out))
		along[i] = out[i]
		list := table[float64](s.fn, out[i])
		for w := range list {
			from := w*s.strides[i] - lo[i]
			list[w] = float64(min(from+s.size[i], places) - max(from, 0))
		}
		n = Multiply(n, Constant(tensor.FromSlice(list, s.shape(1, 1, along)...)))
	}
	return n
}

// OutputShape returns the shape of pooling of a value of the given shape, of which
// sizes may be unknown. It panics with an [*Error] if there is none.
func (o PoolOptions) OutputShape(x tensor.Shape) tensor.Shape {
	s := o.sliding("Pool", x)
	out, _ := s.windows(x)
	return s.shape(x[0], s.channels(x), out)
}

// whole returns the options with strides, without which Keras on JAX fails.
func (o PoolOptions) whole() *PoolOptions {
	if len(o.Strides) == 0 {
		o.Strides = o.PoolSize
	}
	return &o
}

func (o PoolOptions) sliding(fn string, x tensor.Shape) *sliding {
	if len(o.PoolSize) == 0 {
		Fail(fn, "pool size: received none, expected one number or one for each axis of space")
	}
	o = *o.whole()
	return newSliding(fn, x, o.DataFormat, o.Padding, o.PoolSize, o.Strides, nil)
}
