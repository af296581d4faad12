package layers

import (
	"errors"

	"github.com/gokeras/keras/internal/config"
	"github.com/gokeras/keras/ops"
)

// AdaptiveMaxPooling2D is the largest number of each channel within each of as many
// windows as the output is to have, whatever the size of the images. Window w of k along
// an axis of size n begins at ⌊w·n/k⌋ and ends before ⌈(w+1)·n/k⌉.
//
// Input [batch, height, width, channels], output [batch, OutputSize[0], OutputSize[1],
// channels]; in the other data format the channels come after the batch.
type AdaptiveMaxPooling2D struct {
	// OutputSize is the output's size along each axis of space; one number stands for
	// all. Required.
	OutputSize []int `json:"output_size"`

	// DataFormat says where the channels are: "channels_last" or "channels_first".
	// Default: "channels_last".
	DataFormat string `json:"data_format" keras:"default=channels_last"`

	Base
}

var _ = register[AdaptiveMaxPooling2D]()

// Validate implements [Validator].
func (p *AdaptiveMaxPooling2D) Validate() error { return p.validate(2) }

// Call implements [Layer].
func (p *AdaptiveMaxPooling2D) Call(_ *ops.Trace, x *ops.Value) *ops.Value { return p.call(x, 2) }

// MarshalConfig writes a number for each axis.
func (p *AdaptiveMaxPooling2D) MarshalConfig() (any, error) { return p.config(2) }

// Weightless says that the layer never has weights.
func (*AdaptiveMaxPooling2D) Weightless() {}

func (p *AdaptiveMaxPooling2D) validate(space int) error {
	return errors.Join(checkSize("OutputSize", p.OutputSize, space), layout{space, p.DataFormat}.validate())
}

func (p *AdaptiveMaxPooling2D) call(x *ops.Value, space int) *ops.Value {
	layout{space, p.DataFormat}.mustFit(x)
	return ops.AdaptiveMaxPool(x, ops.AdaptivePoolOptions{OutputSize: p.OutputSize, DataFormat: p.DataFormat})
}

func (p *AdaptiveMaxPooling2D) config(space int) (any, error) {
	d := *p
	d.OutputSize = perAxis(p.OutputSize, space, 1)
	return config.Fields(&d)
}
