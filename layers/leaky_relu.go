package layers

import "github.com/gokeras/keras/ops"

// LeakyReLU is the rectified linear unit with a slope for negative numbers (Maas, Hannun
// and Ng, 2013):
//
//	y = x                  for x ≥ 0
//	y = NegativeSlope·x    elsewhere
//
// Input of any shape, output of the same.
type LeakyReLU struct {
	// NegativeSlope is the slope for negative numbers; it isn't negative. Default: 0.3.
	NegativeSlope *float64 `json:"negative_slope" keras:"default=0.3;alias=alpha"`

	Base
}

var _ = register[LeakyReLU]()

// Validate implements [Validator].
func (l *LeakyReLU) Validate() error { return notNegative("NegativeSlope", given(l.NegativeSlope, .3)) }

// Call implements [Layer].
func (l *LeakyReLU) Call(_ *ops.Trace, x *ops.Value) *ops.Value {
	return ops.LeakyRelu(x, given(l.NegativeSlope, .3))
}

// PassesMask says that the output has the mask of the input.
func (*LeakyReLU) PassesMask() {}

// Weightless says that the layer never has weights.
func (*LeakyReLU) Weightless() {}
