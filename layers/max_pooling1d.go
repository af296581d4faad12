package layers

import "github.com/gokeras/keras/ops"

// MaxPooling1D is the largest number of each channel within a window that moves over
// sequences. Its settings are those of [MaxPooling2D].
//
// Input [batch, steps, channels], output [batch, steps', channels]; in the other data
// format the channels come after the batch.
type MaxPooling1D MaxPooling2D

var _ = register[MaxPooling1D]("MaxPool1D")

// Validate implements [Validator].
func (p *MaxPooling1D) Validate() error { return (*MaxPooling2D)(p).validate(1) }

// Call implements [Layer].
func (p *MaxPooling1D) Call(_ *ops.Trace, x *ops.Value) *ops.Value {
	return (*MaxPooling2D)(p).call(x, 1)
}

// MarshalConfig writes a number for each axis.
func (p *MaxPooling1D) MarshalConfig() (any, error) { return (*MaxPooling2D)(p).config(1) }

// Weightless says that the layer never has weights.
func (*MaxPooling1D) Weightless() {}
