package layers

import (
	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/tensor"
)

// Conv3D is a convolution of volumes. Its settings are those of [Conv2D].
//
// Input [batch, depth, height, width, channels], output [batch, depth', height', width',
// Filters]; in the other data format the channels come after the batch. Its weights are
// kernel [kernel depth, kernel height, kernel width, channels/Groups, Filters] and,
// unless UseBias is false, bias [Filters].
type Conv3D Conv2D

var _ = register[Conv3D]("Convolution3D")

// Validate implements [Validator].
func (c *Conv3D) Validate() error { return (*Conv2D)(c).validate(3, "valid", "same") }

// Build implements [Layer].
func (c *Conv3D) Build(in tensor.Shape) error { return (*Conv2D)(c).build(in, 3) }

// Call implements [Layer].
func (c *Conv3D) Call(t *ops.Trace, x *ops.Value) *ops.Value { return (*Conv2D)(c).call(t, x, 3) }

// MarshalConfig writes a number for each axis.
func (c *Conv3D) MarshalConfig() (any, error) { return (*Conv2D)(c).config(3) }
