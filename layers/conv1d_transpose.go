package layers

import (
	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/tensor"
)

// Conv1DTranspose is a transposed convolution of sequences. Its settings are
// those of [Conv2DTranspose].
//
// Input [batch, steps, channels], output [batch, steps', Filters]; in the other data
// format the channels come after the batch. Its weights are kernel [kernel size,
// Filters, channels] and, unless UseBias is false, bias [Filters].
type Conv1DTranspose Conv2DTranspose

var _ = register[Conv1DTranspose]("Convolution1DTranspose")

// Validate implements [Validator].
func (c *Conv1DTranspose) Validate() error { return (*Conv2DTranspose)(c).validate(1) }

// Build implements [Layer].
func (c *Conv1DTranspose) Build(in tensor.Shape) error { return (*Conv2DTranspose)(c).build(in, 1) }

// Call implements [Layer].
func (c *Conv1DTranspose) Call(t *ops.Trace, x *ops.Value) *ops.Value {
	return (*Conv2DTranspose)(c).call(t, x, 1)
}

// MarshalConfig writes a number for each axis.
func (c *Conv1DTranspose) MarshalConfig() (any, error) { return (*Conv2DTranspose)(c).config(1) }
