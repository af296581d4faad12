package layers

import "github.com/gokeras/keras/ops"

// AdaptiveMaxPooling3D is the largest number of each channel within each of as many
// windows as the output is to have, whatever the size of the volumes. Its settings are
// those of [AdaptiveMaxPooling2D].
//
// Input [batch, depth, height, width, channels], output [batch, OutputSize[0],
// OutputSize[1], OutputSize[2], channels]; in the other data format the channels come after
// the batch.
type AdaptiveMaxPooling3D AdaptiveMaxPooling2D

var _ = register[AdaptiveMaxPooling3D]()

// Validate implements [Validator].
func (p *AdaptiveMaxPooling3D) Validate() error { return (*AdaptiveMaxPooling2D)(p).validate(3) }

// Call implements [Layer].
func (p *AdaptiveMaxPooling3D) Call(_ *ops.Trace, x *ops.Value) *ops.Value {
	return (*AdaptiveMaxPooling2D)(p).call(x, 3)
}

// MarshalConfig writes a number for each axis.
func (p *AdaptiveMaxPooling3D) MarshalConfig() (any, error) {
	return (*AdaptiveMaxPooling2D)(p).config(3)
}

// Weightless says that the layer never has weights.
func (*AdaptiveMaxPooling3D) Weightless() {}
