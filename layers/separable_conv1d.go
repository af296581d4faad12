package layers

import (
	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/tensor"
)

// SeparableConv1D is a convolution of each channel of sequences alone, and then one that
// joins the channels at each step. Its settings are those of [SeparableConv2D].
//
// Input [batch, steps, channels], output [batch, steps', Filters]; in the other data format
// the channels come after the batch. Its weights are depthwise_kernel [kernel size,
// channels, DepthMultiplier], pointwise_kernel [1, channels·DepthMultiplier, Filters] and,
// unless UseBias is false, bias [Filters].
type SeparableConv1D SeparableConv2D

var _ = register[SeparableConv1D]("SeparableConvolution1D")

// Validate implements [Validator].
func (s *SeparableConv1D) Validate() error { return (*SeparableConv2D)(s).validate(1) }

// Build implements [Layer].
func (s *SeparableConv1D) Build(in tensor.Shape) error { return (*SeparableConv2D)(s).build(in, 1) }

// Call implements [Layer].
func (s *SeparableConv1D) Call(t *ops.Trace, x *ops.Value) *ops.Value {
	return (*SeparableConv2D)(s).call(t, x, 1)
}

// MarshalConfig writes a number for each axis.
func (s *SeparableConv1D) MarshalConfig() (any, error) { return (*SeparableConv2D)(s).config(1) }
