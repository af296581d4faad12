package layers

import (
	"errors"

	"github.com/gokeras/keras/internal/config"
	"github.com/gokeras/keras/ops"
)

// ZeroPadding2D adds rows and columns of zeros around images.
//
// Input [batch, height, width, channels], output [batch, more height, more width,
// channels]; in the other data format the channels come after the batch.
type ZeroPadding2D struct {
	// Padding is how much is added before and after each axis of space: top and
	// bottom, left and right. One pair stands for all axes. Default: 1.
	Padding [][2]int `json:"padding"`

	// DataFormat says where the channels are: "channels_last" or "channels_first".
	// Default: "channels_last".
	DataFormat string `json:"data_format" keras:"default=channels_last"`

	Base
}

var _ = register[ZeroPadding2D]()

// Validate implements [Validator].
func (z *ZeroPadding2D) Validate() error { return z.validate(2) }

// Call implements [Layer].
func (z *ZeroPadding2D) Call(_ *ops.Trace, x *ops.Value) *ops.Value { return z.call(x, 2) }

// MarshalConfig writes a pair for each axis.
func (z *ZeroPadding2D) MarshalConfig() (any, error) { return z.config(2) }

// Weightless says that the layer never has weights.
func (*ZeroPadding2D) Weightless() {}

func (z *ZeroPadding2D) pairs(space int) [][2]int { return perAxis(z.Padding, space, [2]int{1, 1}) }

func (z *ZeroPadding2D) validate(space int) error {
	return errors.Join(checkPairs("Padding", z.Padding, space), layout{space, z.DataFormat}.validate())
}

func (z *ZeroPadding2D) call(x *ops.Value, space int) *ops.Value {
	return layout{space, z.DataFormat}.pad(x, z.pairs(space))
}

func (z *ZeroPadding2D) config(space int) (any, error) {
	d := *z
	d.Padding = z.pairs(space)
	return config.Fields(&d)
}

// pad adds so many zeros before and after each axis of space.
func (l layout) pad(x *ops.Value, pairs [][2]int) *ops.Value {
	l.mustFit(x)
	widths := make([][2]int, len(x.Shape))
	for i, at := range l.axes() {
		widths[at] = pairs[i]
	}
	return ops.Pad(x, widths, ops.PadOptions{})
}
