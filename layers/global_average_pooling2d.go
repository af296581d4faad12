package layers

import "github.com/gokeras/keras/ops"

// GlobalAveragePooling2D is the average of each channel over an image.
//
// Input [batch, height, width, channels], or [batch, channels, height, width] in the
// other data format; output [batch, channels], with KeepDims the input's axes, those of
// space with size 1.
type GlobalAveragePooling2D struct {
	// DataFormat says where the channels are: "channels_last" or "channels_first".
	// Default: "channels_last".
	DataFormat string `json:"data_format" keras:"default=channels_last"`

	// KeepDims says whether the axes of space stay, with size 1. Default: false.
	KeepDims bool `json:"keepdims"`

	Base
}

var _ = register[GlobalAveragePooling2D]("GlobalAvgPool2D")

// Validate implements [Validator].
func (g *GlobalAveragePooling2D) Validate() error { return layout{2, g.DataFormat}.validate() }

// Call implements [Layer].
func (g *GlobalAveragePooling2D) Call(_ *ops.Trace, x *ops.Value) *ops.Value { return g.call(x, 2) }

// Weightless says that the layer never has weights.
func (*GlobalAveragePooling2D) Weightless() {}

func (g *GlobalAveragePooling2D) call(x *ops.Value, space int) *ops.Value {
	return layout{space, g.DataFormat}.reduce(x, ops.Mean, g.KeepDims)
}

// reduce applies a reduction over the axes of space, which stay with size 1 if keep
// says so.
func (l layout) reduce(x *ops.Value, f func(*ops.Value, ...int) *ops.Value, keep bool) *ops.Value {
	l.mustFit(x)
	axes := l.axes()
	y := f(x, axes...)
	if keep {
		y = ops.KeepDims(y, x, axes...)
	}
	return y
}
