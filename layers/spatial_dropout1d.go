package layers

import (
	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/tensor"
)

// SpatialDropout1D is a [Dropout] of whole features: a dropped one is zero at all steps
// of a sequence (Tompson et al., 2014).
//
// Input [batch, steps, features], output of the same shape.
type SpatialDropout1D struct {
	// Rate is the probability that a feature is dropped, in [0, 1]. Required.
	Rate float64 `json:"rate" keras:"default=0;always"`

	// Seed is where the random numbers begin. Default: one that the model gives.
	Seed *int64 `json:"seed"`

	Base

	seed *ops.Variable
}

var _ = register[SpatialDropout1D]()

// Validate implements [Validator].
func (d *SpatialDropout1D) Validate() error { return (&Dropout{Rate: d.Rate}).Validate() }

// Build implements [Layer].
func (d *SpatialDropout1D) Build(in tensor.Shape) error {
	if d.Rate > 0 {
		d.seed = d.AddSeed(d.Seed)
	}
	return layout{space: 1}.check(in)
}

// Call implements [Layer].
func (d *SpatialDropout1D) Call(t *ops.Trace, x *ops.Value) *ops.Value {
	return (&SpatialDropout2D{Rate: d.Rate, seed: d.seed}).call(t, x, 1)
}

// MarshalConfig leaves out what Keras doesn't read.
func (d *SpatialDropout1D) MarshalConfig() (any, error) { return withoutTrainable(d) }

// PassesMask says that the output has the mask of the input.
func (*SpatialDropout1D) PassesMask() {}

// Weightless says that the layer never has weights.
func (*SpatialDropout1D) Weightless() {}
