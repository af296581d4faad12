package layers

import (
	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/tensor"
)

// DepthwiseConv1D is a convolution of each channel of sequences alone. Its settings are
// those of [DepthwiseConv2D].
//
// Input [batch, steps, channels], output [batch, steps', channels·DepthMultiplier]; in the
// other data format the channels come after the batch. Its weights are kernel [kernel
// size, channels, DepthMultiplier] and, unless UseBias is false, bias
// [channels·DepthMultiplier].
type DepthwiseConv1D DepthwiseConv2D

var _ = register[DepthwiseConv1D]()

// Validate implements [Validator].
func (c *DepthwiseConv1D) Validate() error { return (*DepthwiseConv2D)(c).validate(1) }

// Build implements [Layer].
func (c *DepthwiseConv1D) Build(in tensor.Shape) error { return (*DepthwiseConv2D)(c).build(in, 1) }

// Call implements [Layer].
func (c *DepthwiseConv1D) Call(t *ops.Trace, x *ops.Value) *ops.Value {
	return (*DepthwiseConv2D)(c).call(t, x, 1)
}

// MarshalConfig writes a number for each axis.
func (c *DepthwiseConv1D) MarshalConfig() (any, error) { return (*DepthwiseConv2D)(c).config(1) }
