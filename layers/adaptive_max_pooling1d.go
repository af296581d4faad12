package layers

import "github.com/gokeras/keras/ops"

// AdaptiveMaxPooling1D is the largest number of each channel within each of as many
// windows as the output is to have, whatever the size of the sequences. Its settings are
// those of [AdaptiveMaxPooling2D].
//
// Input [batch, steps, channels], output [batch, OutputSize[0], channels]; in the other data
// format the channels come after the batch.
type AdaptiveMaxPooling1D AdaptiveMaxPooling2D

var _ = register[AdaptiveMaxPooling1D]()

// Validate implements [Validator].
func (p *AdaptiveMaxPooling1D) Validate() error { return (*AdaptiveMaxPooling2D)(p).validate(1) }

// Call implements [Layer].
func (p *AdaptiveMaxPooling1D) Call(_ *ops.Trace, x *ops.Value) *ops.Value {
	return (*AdaptiveMaxPooling2D)(p).call(x, 1)
}

// MarshalConfig writes a number for each axis.
func (p *AdaptiveMaxPooling1D) MarshalConfig() (any, error) {
	return (*AdaptiveMaxPooling2D)(p).config(1)
}

// Weightless says that the layer never has weights.
func (*AdaptiveMaxPooling1D) Weightless() {}
