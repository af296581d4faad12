package layers

import "github.com/gokeras/keras/ops"

// AdaptiveAveragePooling3D is the average of each channel within each of as many
// windows as the output is to have, whatever the size of the volumes. Its settings are
// those of [AdaptiveAveragePooling2D].
//
// Input [batch, depth, height, width, channels], output [batch, OutputSize[0],
// OutputSize[1], OutputSize[2], channels]; in the other data format the channels come after
// the batch.
type AdaptiveAveragePooling3D AdaptiveAveragePooling2D

var _ = register[AdaptiveAveragePooling3D]()

// Validate implements [Validator].
func (p *AdaptiveAveragePooling3D) Validate() error {
	return (*AdaptiveAveragePooling2D)(p).validate(3)
}

// Call implements [Layer].
func (p *AdaptiveAveragePooling3D) Call(_ *ops.Trace, x *ops.Value) *ops.Value {
	return (*AdaptiveAveragePooling2D)(p).call(x, 3)
}

// MarshalConfig writes a number for each axis.
func (p *AdaptiveAveragePooling3D) MarshalConfig() (any, error) {
	return (*AdaptiveAveragePooling2D)(p).config(3)
}

// Weightless says that the layer never has weights.
func (*AdaptiveAveragePooling3D) Weightless() {}
