package layers

import "github.com/gokeras/keras/ops"

// AveragePooling1D is the average of each channel within a window that moves over
// sequences. Its settings are those of [AveragePooling2D].
//
// Input [batch, steps, channels], output [batch, steps', channels]; in the other data
// format the channels come after the batch.
type AveragePooling1D AveragePooling2D

var _ = register[AveragePooling1D]("AvgPool1D")

// Validate implements [Validator].
func (p *AveragePooling1D) Validate() error { return (*AveragePooling2D)(p).validate(1) }

// Call implements [Layer].
func (p *AveragePooling1D) Call(_ *ops.Trace, x *ops.Value) *ops.Value {
	return (*AveragePooling2D)(p).call(x, 1)
}

// MarshalConfig writes a number for each axis.
func (p *AveragePooling1D) MarshalConfig() (any, error) { return (*AveragePooling2D)(p).config(1) }

// Weightless says that the layer never has weights.
func (*AveragePooling1D) Weightless() {}
