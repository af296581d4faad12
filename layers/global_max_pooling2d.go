package layers

import "github.com/gokeras/keras/ops"

// GlobalMaxPooling2D is the largest number of each channel of an image.
//
// Input [batch, height, width, channels], or [batch, channels, height, width] in the
// other data format; output [batch, channels], with KeepDims the input's axes, those of
// space with size 1.
type GlobalMaxPooling2D struct {
	// DataFormat says where the channels are: "channels_last" or "channels_first".
	// Default: "channels_last".
	DataFormat string `json:"data_format" keras:"default=channels_last"`

	// KeepDims says whether the axes of space stay, with size 1. Default: false.
	KeepDims bool `json:"keepdims"`

	Base
}

var _ = register[GlobalMaxPooling2D]("GlobalMaxPool2D")

// Validate implements [Validator].
func (g *GlobalMaxPooling2D) Validate() error { return layout{2, g.DataFormat}.validate() }

// Call implements [Layer].
func (g *GlobalMaxPooling2D) Call(_ *ops.Trace, x *ops.Value) *ops.Value { return g.call(x, 2) }

// Weightless says that the layer never has weights.
func (*GlobalMaxPooling2D) Weightless() {}

func (g *GlobalMaxPooling2D) call(x *ops.Value, space int) *ops.Value {
	return layout{space, g.DataFormat}.reduce(x, ops.Max, g.KeepDims)
}
