package layers

import "github.com/gokeras/keras/ops"

// MaxPooling3D is the largest number of each channel within a window that moves over
// volumes. Its settings are those of [MaxPooling2D].
//
// Input [batch, depth, height, width, channels], output [batch, depth', height', width',
// channels]; in the other data format the channels come after the batch.
type MaxPooling3D MaxPooling2D

var _ = register[MaxPooling3D]("MaxPool3D")

// Validate implements [Validator].
func (p *MaxPooling3D) Validate() error { return (*MaxPooling2D)(p).validate(3) }

// Call implements [Layer].
func (p *MaxPooling3D) Call(_ *ops.Trace, x *ops.Value) *ops.Value {
	return (*MaxPooling2D)(p).call(x, 3)
}

// MarshalConfig writes a number for each axis.
func (p *MaxPooling3D) MarshalConfig() (any, error) { return (*MaxPooling2D)(p).config(3) }

// Weightless says that the layer never has weights.
func (*MaxPooling3D) Weightless() {}
