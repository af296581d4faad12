package layers

import (
	"github.com/gokeras/keras/internal/config"
	"github.com/gokeras/keras/ops"
)

// Cropping1D cuts off both ends of each sequence.
//
// Input [batch, steps, features], output [batch, fewer steps, features].
type Cropping1D struct {
	// Cropping is how many steps are cut off at the beginning and at the end; one
	// number stands for both. Default: 1.
	Cropping []int `json:"cropping"`

	Base
}

var _ = register[Cropping1D]()

// Validate implements [Validator].
func (c *Cropping1D) Validate() error { return checkPerAxis("Cropping", c.Cropping, 2, 0) }

// Call implements [Layer].
func (c *Cropping1D) Call(_ *ops.Trace, x *ops.Value) *ops.Value {
	return crop(x, layout{space: 1}, [][2]int{[2]int(perAxis(c.Cropping, 2, 1))})
}

// MarshalConfig writes both numbers.
func (c *Cropping1D) MarshalConfig() (any, error) {
	d := *c
	d.Cropping = perAxis(c.Cropping, 2, 1)
	return config.Fields(&d)
}

// Weightless says that the layer never has weights.
func (*Cropping1D) Weightless() {}
