package layers

import "github.com/gokeras/keras/ops"

// GlobalMaxPooling3D is the largest number of each channel of a volume. Its settings are
// those of [GlobalMaxPooling2D].
//
// Input [batch, depth, height, width, channels], or [batch, channels, depth, height,
// width] in the other data format; output [batch, channels], with KeepDims the input's
// axes, those of space with size 1.
type GlobalMaxPooling3D GlobalMaxPooling2D

var _ = register[GlobalMaxPooling3D]("GlobalMaxPool3D")

// Validate implements [Validator].
func (g *GlobalMaxPooling3D) Validate() error { return (*GlobalMaxPooling2D)(g).Validate() }

// Call implements [Layer].
func (g *GlobalMaxPooling3D) Call(_ *ops.Trace, x *ops.Value) *ops.Value {
	return (*GlobalMaxPooling2D)(g).call(x, 3)
}

// Weightless says that the layer never has weights.
func (*GlobalMaxPooling3D) Weightless() {}
