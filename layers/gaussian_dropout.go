package layers

import (
	"math"

	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/tensor"
)

// GaussianDropout multiplies its input with normally distributed numbers of mean 1 and
// standard deviation √(Rate/(1-Rate)), that of what [Dropout] multiplies with, while a
// model is trained. Otherwise it does nothing (Srivastava et al., 2014).
//
// Input of any shape, output of the same.
type GaussianDropout struct {
	// Rate is the probability of the dropout that the noise is like, in [0, 1). Required.
	Rate float64 `json:"rate" keras:"default=0;always"`

	// Seed is where the random numbers begin. Default: one that the model gives.
	Seed *int64 `json:"seed"`

	Base

	seed *ops.Variable
}

var _ = register[GaussianDropout]()

// Validate implements [Validator].
func (g *GaussianDropout) Validate() error { return checkRate(g.Rate) }

// checkRate returns an error for a rate with which nothing is ever kept.
func checkRate(rate float64) error {
	if !(rate >= 0 && rate < 1) {
		return received("Rate", rate, "a number from 0 to below 1")
	}
	return nil
}

// Build implements [Layer].
func (g *GaussianDropout) Build(tensor.Shape) error {
	if g.Rate > 0 {
		g.seed = g.AddSeed(g.Seed)
	}
	return nil
}

// Call implements [Layer].
func (g *GaussianDropout) Call(t *ops.Trace, x *ops.Value) *ops.Value {
	if !t.Training || g.Rate == 0 {
		return x
	}
	x = ops.Cast(x, g.computeDType())
	return ops.Multiply(x, ops.AddScalar(ops.Scale(normal(t, g.seed, x), math.Sqrt(g.Rate/(1-g.Rate))), 1))
}

// PassesMask says that the output has the mask of the input.
func (*GaussianDropout) PassesMask() {}

// Weightless says that the layer never has weights.
func (*GaussianDropout) Weightless() {}
