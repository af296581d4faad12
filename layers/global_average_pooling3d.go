package layers

import "github.com/gokeras/keras/ops"

// GlobalAveragePooling3D is the average of each channel over a volume. Its settings are
// those of [GlobalAveragePooling2D].
//
// Input [batch, depth, height, width, channels], or [batch, channels, depth, height,
// width] in the other data format; output [batch, channels], with KeepDims the input's
// axes, those of space with size 1.
type GlobalAveragePooling3D GlobalAveragePooling2D

var _ = register[GlobalAveragePooling3D]("GlobalAvgPool3D")

// Validate implements [Validator].
func (g *GlobalAveragePooling3D) Validate() error { return (*GlobalAveragePooling2D)(g).Validate() }

// Call implements [Layer].
func (g *GlobalAveragePooling3D) Call(_ *ops.Trace, x *ops.Value) *ops.Value {
	return (*GlobalAveragePooling2D)(g).call(x, 3)
}

// Weightless says that the layer never has weights.
func (*GlobalAveragePooling3D) Weightless() {}
