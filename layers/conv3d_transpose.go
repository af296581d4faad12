package layers

import (
	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/tensor"
)

// Conv3DTranspose is a transposed convolution of volumes. Its settings are
// those of [Conv2DTranspose].
//
// Input [batch, depth, height, width, channels], output [batch, depth', height', width',
// Filters]; in the other data format the channels come after the batch. Its weights are
// kernel [kernel depth, kernel height, kernel width, Filters, channels] and,
// unless UseBias is false, bias [Filters].
type Conv3DTranspose Conv2DTranspose

var _ = register[Conv3DTranspose]("Convolution3DTranspose")

// Validate implements [Validator].
func (c *Conv3DTranspose) Validate() error { return (*Conv2DTranspose)(c).validate(3) }

// Build implements [Layer].
func (c *Conv3DTranspose) Build(in tensor.Shape) error { return (*Conv2DTranspose)(c).build(in, 3) }

// Call implements [Layer].
func (c *Conv3DTranspose) Call(t *ops.Trace, x *ops.Value) *ops.Value {
	return (*Conv2DTranspose)(c).call(t, x, 3)
}

// MarshalConfig writes a number for each axis.
func (c *Conv3DTranspose) MarshalConfig() (any, error) { return (*Conv2DTranspose)(c).config(3) }
