package layers

import (
	"math"

	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/tensor"
)

// GaussianNoise adds normally distributed numbers of mean 0 while a model is trained.
// Otherwise it does nothing.
//
// Input of any shape, output of the same.
type GaussianNoise struct {
	// Stddev is the standard deviation of the numbers, in [0, 1]. Required.
	Stddev float64 `json:"stddev" keras:"default=0;always"`

	// Seed is where the random numbers begin. Default: one that the model gives.
	Seed *int64 `json:"seed"`

	Base

	seed *ops.Variable
}

var _ = register[GaussianNoise]()

// Validate implements [Validator].
func (g *GaussianNoise) Validate() error {
	if !(g.Stddev >= 0 && g.Stddev <= 1) {
		return received("Stddev", g.Stddev, "a number between 0 and 1")
	}
	return nil
}

// Build implements [Layer].
func (g *GaussianNoise) Build(tensor.Shape) error {
	if g.Stddev > 0 {
		g.seed = g.AddSeed(g.Seed)
	}
	return nil
}

// Call implements [Layer].
func (g *GaussianNoise) Call(t *ops.Trace, x *ops.Value) *ops.Value {
	if !t.Training || g.Stddev == 0 {
		return x
	}
	x = ops.Cast(x, g.computeDType())
	return ops.Add(x, ops.Scale(normal(t, g.seed, x), g.Stddev))
}

// normal returns normally distributed numbers of mean 0 and deviation 1, of the type and
// shape of x: of two evenly spread ones u and v, √(-2·ln(1-u))·cos(2πv) is one (Box and
// Muller, 1958).
func normal(t *ops.Trace, seed *ops.Variable, x *ops.Value) *ops.Value {
	u, v := ops.RandomUniform(t.Key(seed), x.Shape...), ops.RandomUniform(t.Key(seed), x.Shape...)
	radius := ops.Sqrt(ops.Scale(ops.Log1p(ops.Negative(u)), -2))
	return ops.Cast(ops.Multiply(radius, ops.Cos(ops.Scale(v, 2*math.Pi))), x.DType)
}

// PassesMask says that the output has the mask of the input.
func (*GaussianNoise) PassesMask() {}

// Weightless says that the layer never has weights.
func (*GaussianNoise) Weightless() {}
