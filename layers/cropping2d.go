package layers

import (
	"errors"

	"github.com/gokeras/keras/internal/config"
	"github.com/gokeras/keras/ops"
)

// Cropping2D cuts off the borders of images.
//
// Input [batch, height, width, channels], output [batch, less height, less width,
// channels]; in the other data format the channels come after the batch.
type Cropping2D struct {
	// Cropping is how much is cut off before and after each axis of space:
	// top and bottom, left and right. One pair stands for all axes.
	// Default: 0, in a Cropping3D 1.
	Cropping [][2]int `json:"cropping"`

	// DataFormat says where the channels are: "channels_last" or "channels_first".
	// Default: "channels_last".
	DataFormat string `json:"data_format" keras:"default=channels_last"`

	Base
}

var _ = register[Cropping2D]()

// Validate implements [Validator].
func (c *Cropping2D) Validate() error { return c.validate(2) }

// Call implements [Layer].
func (c *Cropping2D) Call(_ *ops.Trace, x *ops.Value) *ops.Value { return c.call(x, 2) }

// MarshalConfig writes a pair for each axis.
func (c *Cropping2D) MarshalConfig() (any, error) { return c.config(2) }

// Weightless says that the layer never has weights.
func (*Cropping2D) Weightless() {}

func (c *Cropping2D) validate(space int) error {
	return errors.Join(checkPairs("Cropping", c.Cropping, space), layout{space, c.DataFormat}.validate())
}

func (c *Cropping2D) pairs(space int) [][2]int {
	def := [2]int{}
	if space == 3 {
		def = [2]int{1, 1}
	}
	return perAxis(c.Cropping, space, def)
}

func (c *Cropping2D) call(x *ops.Value, space int) *ops.Value {
	return crop(x, layout{space, c.DataFormat}, c.pairs(space))
}

func (c *Cropping2D) config(space int) (any, error) {
	d := *c
	d.Cropping = c.pairs(space)
	return config.Fields(&d)
}

// crop cuts off so much before and after each axis of space.
func crop(x *ops.Value, l layout, pairs [][2]int) *ops.Value {
	l.mustFit(x)
	start, size := make([]int, len(x.Shape)), x.Shape.Clone()
	for i, at := range l.axes() {
		start[at] = pairs[i][0]
		size[at] -= pairs[i][0] + pairs[i][1]
		if size[at] <= 0 {
			ops.Fail("crop", "Cropping: received %v, expected less than the %d elements along axis %d of an input of shape %v",
				pairs[i], x.Shape[at], at, x.Shape)
		}
	}
	return ops.Slice(x, start, size)
}
