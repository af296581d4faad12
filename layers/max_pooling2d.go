package layers

import (
	"errors"

	"github.com/gokeras/keras/internal/config"
	"github.com/gokeras/keras/ops"
)

// MaxPooling2D is the largest number of each channel within a window that moves over
// images.
//
// Input [batch, height, width, channels], output [batch, height', width', channels]; in
// the other data format the channels come after the batch. With padding "same" the output
// has ⌈height/stride⌉ rows, with "valid" as many as windows lie within the image:
// ⌊(height-size)/stride⌋ + 1.
type MaxPooling2D struct {
	// PoolSize is the window's size along each axis of space; one number stands for
	// all. Default: 2.
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

var _ = register[MaxPooling2D]("MaxPool2D")

// Validate implements [Validator].
func (p *MaxPooling2D) Validate() error { return p.validate(2) }

// Call implements [Layer].
func (p *MaxPooling2D) Call(_ *ops.Trace, x *ops.Value) *ops.Value { return p.call(x, 2) }

// MarshalConfig writes a number for each axis.
func (p *MaxPooling2D) MarshalConfig() (any, error) { return p.config(2) }

// Weightless says that the layer never has weights.
func (*MaxPooling2D) Weightless() {}

func (p *MaxPooling2D) window(space int) window {
	return poolWindow(layout{space, p.DataFormat}, perAxis(p.PoolSize, space, 2), p.Strides, p.Padding)
}

func (p *MaxPooling2D) validate(space int) error {
	w := p.window(space)
	return errors.Join(w.validate(), w.padded("valid", "same"))
}

func (p *MaxPooling2D) call(x *ops.Value, space int) *ops.Value {
	w := p.window(space)
	w.mustFit(x)
	return ops.MaxPool(x, w.pool())
}

func (p *MaxPooling2D) config(space int) (any, error) {
	d, w := *p, p.window(space).full()
	d.PoolSize, d.Strides, d.Padding, d.DataFormat = w.size, w.strides, w.padding, w.format
	return config.Fields(&d)
}
