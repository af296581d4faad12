package layers

import "github.com/gokeras/keras/ops"

// AdaptiveAveragePooling1D is the average of each channel within each of as many
// windows as the output is to have, whatever the size of the sequences. Its settings are
// those of [AdaptiveAveragePooling2D].
//
// Input [batch, steps, channels], output [batch, OutputSize[0], channels]; in the other data
// format the channels come after the batch.
type AdaptiveAveragePooling1D AdaptiveAveragePooling2D

var _ = register[AdaptiveAveragePooling1D]()

// Validate implements [Validator].
func (p *AdaptiveAveragePooling1D) Validate() error {
	return (*AdaptiveAveragePooling2D)(p).validate(1)
}

// Call implements [Layer].
func (p *AdaptiveAveragePooling1D) Call(_ *ops.Trace, x *ops.Value) *ops.Value {
	return (*AdaptiveAveragePooling2D)(p).call(x, 1)
}

// MarshalConfig writes a number for each axis.
func (p *AdaptiveAveragePooling1D) MarshalConfig() (any, error) {
	return (*AdaptiveAveragePooling2D)(p).config(1)
}

// Weightless says that the layer never has weights.
func (*AdaptiveAveragePooling1D) Weightless() {}
