package layers

import (
	"errors"

	"github.com/gokeras/keras/internal/config"
	"github.com/gokeras/keras/ops"
)

// AveragePooling2D is the average of each channel within a window that moves over
// images.
//
// Input [batch, height, width, channels], output [batch, height', width', channels]; in
// the other data format the channels come after the batch. With padding "same" the output
// has ⌈height/stride⌉ rows, with "valid" as many as windows lie within the image:
// ⌊(height-size)/stride⌋ + 1.
type AveragePooling2D struct {
	// PoolSize is the window's size along each axis of space; one number stands for
	// all. Required.
	PoolSize []int `json:"pool_size"`

	// Strides is how far the window moves from one place of the output to the next
	// along each axis; one number stands for all. Default: PoolSize.
	Strides []int `json:"strides"`

	// Padding says whether windows may reach over the input's ends, where nothing
	// counts: "valid" is no, "same" is yes, as far at the beginning as at the end, or
	// one less. Default: "valid".
	Padding string `json:"padding" keras:"default=valid"`

	// DataFormat says where the channels are: "channels_last" or "channels_first".
	// Default: "channels_last".
	DataFormat string `json:"data_format" keras:"default=channels_last"`

	Base
}

var _ = register[AveragePooling2D]("AvgPool2D")

// Validate implements [Validator].
func (p *AveragePooling2D) Validate() error { return p.validate(2) }

// Call implements [Layer].
func (p *AveragePooling2D) Call(_ *ops.Trace, x *ops.Value) *ops.Value { return p.call(x, 2) }

// MarshalConfig writes a number for each axis.
func (p *AveragePooling2D) MarshalConfig() (any, error) { return p.config(2) }

// Weightless says that the layer never has weights.
func (*AveragePooling2D) Weightless() {}

func (p *AveragePooling2D) window(space int) window {
	return poolWindow(layout{space, p.DataFormat}, p.PoolSize, p.Strides, p.Padding)
}

func (p *AveragePooling2D) validate(space int) error {
	w := p.window(space)
	return errors.Join(w.validate(), w.padded("valid", "same"))
}

func (p *AveragePooling2D) call(x *ops.Value, space int) *ops.Value {
	w := p.window(space)
	w.mustFit(x)
	return ops.AveragePool(x, w.pool())
}

func (p *AveragePooling2D) config(space int) (any, error) {
	d, w := *p, p.window(space).full()
	d.PoolSize, d.Strides, d.Padding, d.DataFormat = w.size, w.strides, w.padding, w.format
	return config.Fields(&d)
}
