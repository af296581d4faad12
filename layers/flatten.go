package layers

import "github.com/gokeras/keras/ops"

// Flatten joins all axes but the first, the batch.
//
// Input [batch, ...], output [batch, product of the others].
type Flatten struct {
	// DataFormat says where the channels of the input are: "channels_last", or
	// "channels_first", with which they are moved to the end before. Default:
	// "channels_last".
	DataFormat string `json:"data_format" keras:"default=channels_last"`

	Base
}

var _ = register[Flatten]()

// Validate implements [Validator].
func (f *Flatten) Validate() error { return layout{format: f.DataFormat}.validate() }

// Call implements [Layer].
func (f *Flatten) Call(_ *ops.Trace, x *ops.Value) *ops.Value {
	if len(x.Shape) == 0 {
		ops.Fail("Flatten", "input: received a scalar, expected a batch axis")
	}
	if n := len(x.Shape); n > 2 && (layout{format: f.DataFormat}).first() {
		axes := []int{0}
		for i := 2; i < n; i++ {
			axes = append(axes, i)
		}
		x = ops.Transpose(x, append(axes, 1)...)
	}
	return ops.Reshape(x, x.Shape[0], x.Shape[1:].Size())
}

// Weightless says that the layer never has weights.
func (*Flatten) Weightless() {}
