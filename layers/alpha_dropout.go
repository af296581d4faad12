package layers

import (
	"errors"
	"math"

	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/tensor"
)

// AlphaDropout is dropout for networks with the activation SELU, whose mean and variance
// it keeps (Klambauer, Unterthiner, Mayr and Hochreiter, 2017). While a model is trained,
//
//	y = a·x + b     with probability 1-Rate
//	y = a·α' + b    otherwise
//
// with α' = -1.7581, SELU's lower limit, a = 1/√((1-Rate)·(1+Rate·α'²)) and b = -a·α'·Rate.
// Otherwise it does nothing.
//
// Input of any shape, output of the same.
type AlphaDropout struct {
	// Rate is the probability that an element is dropped, in [0, 1). Required.
	Rate float64 `json:"rate" keras:"default=0;always"`

	// NoiseShape is the shape of what is drawn: along axes of size 1 all
	// elements are dropped or kept together. tensor.Unknown stands for the
	// input's own size. Default: the input's shape.
	NoiseShape tensor.Shape `json:"noise_shape"`

	// Seed is where the random numbers begin. Default: one that the model gives.
	Seed *int64 `json:"seed"`

	Base

	seed *ops.Variable
}

var _ = register[AlphaDropout]()

// Validate implements [Validator].
func (a *AlphaDropout) Validate() error {
	return errors.Join(checkRate(a.Rate), checkNoiseShape(a.NoiseShape))
}

// Build implements [Layer].
func (a *AlphaDropout) Build(in tensor.Shape) error {
	if a.Rate > 0 {
		a.seed = a.AddSeed(a.Seed)
	}
	return noiseFits(a.NoiseShape, in)
}

// Call implements [Layer].
func (a *AlphaDropout) Call(t *ops.Trace, x *ops.Value) *ops.Value {
	if !t.Training || a.Rate == 0 {
		return x
	}
	x = ops.Cast(x, a.computeDType())
	limit := -1.6732632423543772848170429916717 * 1.0507009873554804934193349852946
	factor := 1 / math.Sqrt((1-a.Rate)*(1+a.Rate*limit*limit))
	shape, err := noiseShape(a.NoiseShape, x.Shape)
	if err != nil {
		ops.Fail("AlphaDropout", "%w", err)
	}
	u := ops.RandomUniform(t.Key(a.seed), shape...)
	kept := ops.GreaterEqual(u, ops.FullLike(u, a.Rate))
	return ops.AddScalar(ops.Scale(ops.Where(kept, x, ops.Const(limit, x.DType)), factor), -factor*limit*a.Rate)
}

// PassesMask says that the output has the mask of the input.
func (*AlphaDropout) PassesMask() {}

// Weightless says that the layer never has weights.
func (*AlphaDropout) Weightless() {}
