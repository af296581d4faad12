package layers

import (
	"cmp"

	"github.com/gokeras/keras/ops"
)

// UpSampling1D repeats each step of a sequence Size times.
//
// Input [batch, steps, features], output [batch, steps·Size, features].
type UpSampling1D struct {
	// Size is how often each step is repeated. Default: 2.
	Size int `json:"size" keras:"default=2"`

	Base
}

var _ = register[UpSampling1D]()

// Validate implements [Validator].
func (u *UpSampling1D) Validate() error {
	if u.Size < 0 {
		return received("Size", u.Size, "a positive number")
	}
	return nil
}

// Call implements [Layer].
func (u *UpSampling1D) Call(_ *ops.Trace, x *ops.Value) *ops.Value {
	return layout{space: 1}.repeat(x, []int{cmp.Or(u.Size, 2)})
}

// Weightless says that the layer never has weights.
func (*UpSampling1D) Weightless() {}
