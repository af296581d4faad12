package ops

import "slices"

// AdaptivePoolOptions are the arguments of adaptive pooling.
type AdaptivePoolOptions struct {
	// OutputSize is the size of the output along each axis of space; one number stands
	// for all of them. Required.
	OutputSize []int `json:"output_size"`

	// DataFormat is "channels_last" or "channels_first". Default: "channels_last".
	DataFormat string `json:"data_format"`
}

type (
	adaptiveMaxPool     AdaptivePoolOptions
	adaptiveAveragePool AdaptivePoolOptions
)

var (
	_ = settings[adaptiveMaxPool]("nn", "AdaptiveMaxPool")
	_ = settings[adaptiveAveragePool]("nn", "AdaptiveAveragePool")
)

// AdaptiveMaxPool is the largest element of each of OutputSize windows along each axis of
// space of x [batch, space…, channels], channel by channel. Window w of k along an axis
// of size n begins at ⌊w·n/k⌋ and ends before ⌈(w+1)·n/k⌉.
func AdaptiveMaxPool(x *Value, o AdaptivePoolOptions) *Value { return do((*adaptiveMaxPool)(&o), x) }

// Apply implements [Operation].
func (o *adaptiveMaxPool) Apply(in []*Value) []*Value {
	return AdaptivePoolOptions(*o).apply("AdaptiveMaxPool", in[0], func(x *Value, i, at, size int) *Value {
		pool := slices.Repeat([]int{1}, len(x.Shape)-2)
		pool[i] = size
		return MaxPool(x, PoolOptions{PoolSize: pool, DataFormat: o.DataFormat})
	})
}

// AdaptiveAveragePool is the mean of each of OutputSize windows along each axis of space
// of x [batch, space…, channels], channel by channel; see [AdaptiveMaxPool].
func AdaptiveAveragePool(x *Value, o AdaptivePoolOptions) *Value {
	return do((*adaptiveAveragePool)(&o), x)
}

// Apply implements [Operation].
func (o *adaptiveAveragePool) Apply(in []*Value) []*Value {
	return AdaptivePoolOptions(*o).apply("AdaptiveAveragePool", in[0], func(x *Value, i, at, size int) *Value {
		apart := append(x.Shape[:at].Clone(), x.Shape[at]/size, size)
		return Mean(Reshape(x, append(apart, x.Shape[at+1:]...)...), at+1)
	})
}

// apply pools along one axis after the other, with a function that pools windows of a
// size that lie next to each other along axis i of space, which is axis at.
func (o AdaptivePoolOptions) apply(fn string, x *Value, pool func(x *Value, i, at, size int) *Value) []*Value {
	if len(o.OutputSize) == 0 {
		Fail(fn, "output size: received none, expected one number or one for each axis of space")
	}
	s := newSliding(fn, x.Shape, o.DataFormat, "", o.OutputSize, nil, nil)
	x = floating(x)
	for i, k := range s.size {
		at := i + 1
		if s.first {
			at++
		}
		n := x.Shape[at]
		if n%k == 0 {
			x = pool(x, i, at, n/k)
			continue
		}
		parts := make([]*Value, several(fn, k))
		for w := range parts {
			from, to := w*n/k, ((w+1)*n+k-1)/k
			parts[w] = pool(SliceAxis(x, at, from, to), i, at, to-from)
		}
		x = Concatenate(parts, at)
	}
	return []*Value{x}
}
