package layers

import (
	"errors"

	"github.com/gokeras/keras/ops"
)

// ReLU is the rectified linear unit as a layer:
//
//	y = x                                for x > Threshold, but at most MaxValue
//	y = NegativeSlope·(x - Threshold)    elsewhere
//
// Input of any shape, output of the same.
type ReLU struct {
	// MaxValue is the largest value; it isn't negative. Default: none.
	MaxValue *float64 `json:"max_value"`

	// NegativeSlope is the slope below the threshold; it isn't negative. Default: 0.
	NegativeSlope float64 `json:"negative_slope" keras:"default=0.0"`

	// Threshold is where the function leaves the negative slope; it isn't negative.
	// Default: 0.
	Threshold float64 `json:"threshold" keras:"default=0.0"`

	Base
}

var _ = register[ReLU]()

// Validate implements [Validator].
func (r *ReLU) Validate() error {
	return errors.Join(
		notNegative("MaxValue", given(r.MaxValue, 0)), notNegative("NegativeSlope", r.NegativeSlope), notNegative("Threshold", r.Threshold))
}

func notNegative(name string, v float64) error {
	if !(v >= 0) {
		return received(name, v, "a number that isn't negative")
	}
	return nil
}

// Call implements [Layer].
func (r *ReLU) Call(_ *ops.Trace, x *ops.Value) *ops.Value {
	return ops.ReluWith(x, ops.ReluOptions{NegativeSlope: r.NegativeSlope, MaxValue: r.MaxValue, Threshold: r.Threshold})
}

// PassesMask says that the output has the mask of the input.
func (*ReLU) PassesMask() {}

// Weightless says that the layer never has weights.
func (*ReLU) Weightless() {}
