package layers

import (
	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/tensor"
)

// Conv1D is a convolution of sequences. Its settings are those of [Conv2D].
//
// Input [batch, steps, channels], output [batch, steps', Filters]; in the other data
// format the channels come after the batch. Its weights are kernel [kernel size,
// channels/Groups, Filters] and, unless UseBias is false, bias [Filters].
type Conv1D Conv2D

var _ = register[Conv1D]("Convolution1D")

// Validate implements [Validator].
func (c *Conv1D) Validate() error { return (*Conv2D)(c).validate(1, "valid", "same", "causal") }

// Build implements [Layer].
func (c *Conv1D) Build(in tensor.Shape) error { return (*Conv2D)(c).build(in, 1) }

// Call implements [Layer].
func (c *Conv1D) Call(t *ops.Trace, x *ops.Value) *ops.Value { return (*Conv2D)(c).call(t, x, 1) }

// MarshalConfig writes a number for each axis.
func (c *Conv1D) MarshalConfig() (any, error) { return (*Conv2D)(c).config(1) }
