package layers

import (
	"errors"

	"github.com/gokeras/keras/internal/config"
	"github.com/gokeras/keras/ops"
)

// ZeroPadding1D adds steps of zeros to both ends of sequences.
//
// Input [batch, steps, features], or [batch, features, steps] in the other data format;
// output the same with more steps.
type ZeroPadding1D struct {
	// Padding is how many steps are added at the beginning and at the end; one number
	// stands for both. Default: 1.
	Padding []int `json:"padding"`

	// DataFormat says where the features are: "channels_last" or "channels_first".
	// Default: "channels_last".
	DataFormat string `json:"data_format" keras:"default=channels_last"`

	Base
}

var _ = register[ZeroPadding1D]()

func (z *ZeroPadding1D) ends() [2]int { return [2]int(perAxis(z.Padding, 2, 1)) }

// Validate implements [Validator].
func (z *ZeroPadding1D) Validate() error {
	return errors.Join(checkPerAxis("Padding", z.Padding, 2, 0), layout{1, z.DataFormat}.validate())
}

// Call implements [Layer].
func (z *ZeroPadding1D) Call(_ *ops.Trace, x *ops.Value) *ops.Value {
	return layout{1, z.DataFormat}.pad(x, [][2]int{z.ends()})
}

// MarshalConfig writes both numbers.
func (z *ZeroPadding1D) MarshalConfig() (any, error) {
	d := *z
	d.Padding = perAxis(z.Padding, 2, 1)
	return config.Fields(&d)
}

// Weightless says that the layer never has weights.
func (*ZeroPadding1D) Weightless() {}
