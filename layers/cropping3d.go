package layers

import "github.com/gokeras/keras/ops"

// Cropping3D cuts off the borders of volumes. Its settings are those of [Cropping2D].
//
// Input [batch, depth, height, width, channels], output the same with less depth,
// height and width; in the other data format the channels come after the batch.
type Cropping3D Cropping2D

var _ = register[Cropping3D]()

// Validate implements [Validator].
func (c *Cropping3D) Validate() error { return (*Cropping2D)(c).validate(3) }

// Call implements [Layer].
func (c *Cropping3D) Call(_ *ops.Trace, x *ops.Value) *ops.Value { return (*Cropping2D)(c).call(x, 3) }

// MarshalConfig writes a pair for each axis.
func (c *Cropping3D) MarshalConfig() (any, error) { return (*Cropping2D)(c).config(3) }

// Weightless says that the layer never has weights.
func (*Cropping3D) Weightless() {}
