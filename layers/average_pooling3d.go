package layers

import "github.com/gokeras/keras/ops"

// AveragePooling3D is the average of each channel within a window that moves over
// volumes. Its settings are those of [AveragePooling2D].
//
// Input [batch, depth, height, width, channels], output [batch, depth', height', width',
// channels]; in the other data format the channels come after the batch.
type AveragePooling3D AveragePooling2D

var _ = register[AveragePooling3D]("AvgPool3D")

// Validate implements [Validator].
func (p *AveragePooling3D) Validate() error { return (*AveragePooling2D)(p).validate(3) }

// Call implements [Layer].
func (p *AveragePooling3D) Call(_ *ops.Trace, x *ops.Value) *ops.Value {
	return (*AveragePooling2D)(p).call(x, 3)
}

// MarshalConfig writes a number for each axis.
func (p *AveragePooling3D) MarshalConfig() (any, error) { return (*AveragePooling2D)(p).config(3) }

// Weightless says that the layer never has weights.
func (*AveragePooling3D) Weightless() {}
