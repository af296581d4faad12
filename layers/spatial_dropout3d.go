package layers

import (
	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/tensor"
)

// SpatialDropout3D is a [Dropout] of whole channels of volumes. Its settings are those of
// [SpatialDropout2D].
//
// Input [batch, depth, height, width, channels], or [batch, channels, depth, height,
// width] in the other data format; output of the same shape.
type SpatialDropout3D SpatialDropout2D

var _ = register[SpatialDropout3D]()

// Validate implements [Validator].
func (d *SpatialDropout3D) Validate() error { return (*SpatialDropout2D)(d).Validate() }

// Build implements [Layer].
func (d *SpatialDropout3D) Build(in tensor.Shape) error { return (*SpatialDropout2D)(d).build(in, 3) }

// Call implements [Layer].
func (d *SpatialDropout3D) Call(t *ops.Trace, x *ops.Value) *ops.Value {
	return (*SpatialDropout2D)(d).call(t, x, 3)
}

// MarshalConfig leaves out what Keras doesn't read.
func (d *SpatialDropout3D) MarshalConfig() (any, error) { return withoutTrainable(d) }

// PassesMask says that the output has the mask of the input.
func (*SpatialDropout3D) PassesMask() {}

// Weightless says that the layer never has weights.
func (*SpatialDropout3D) Weightless() {}
