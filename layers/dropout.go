package layers

import (
	"errors"

	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/tensor"
)

// Dropout sets elements of its input to zero with probability Rate while a model
// is trained, and divides the others by 1-Rate, so that their sum is expected to
// stay the same. Otherwise it does nothing (Srivastava et al., 2014).
//
// Input of any shape, output of the same.
type Dropout struct {
	// Rate is the probability that an element is dropped, in [0, 1]. Required.
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

var _ = register[Dropout]()

// Validate implements [Validator].
func (d *Dropout) Validate() error {
	var err error
	if !(d.Rate >= 0 && d.Rate <= 1) {
		err = received("Rate", d.Rate, "a number between 0 and 1")
	}
	return errors.Join(err, checkNoiseShape(d.NoiseShape))
}

// Build implements [Layer].
func (d *Dropout) Build(in tensor.Shape) error {
	if d.Rate > 0 {
		d.seed = d.AddSeed(d.Seed)
	}
	return noiseFits(d.NoiseShape, in)
}

// Call implements [Layer].
func (d *Dropout) Call(t *ops.Trace, x *ops.Value) *ops.Value {
	if !t.Training || d.Rate == 0 {
		return x
	}
	if d.Rate == 1 {
		return ops.ZerosLike(x)
	}
	if d.NoiseShape == nil {
		return ops.Dropout(x, t.Key(d.seed), d.Rate)
	}
	shape, err := noiseShape(d.NoiseShape, x.Shape)
	if err != nil {
		ops.Fail("Dropout", "%w", err)
	}
	kept := ops.Dropout(ops.Full(1, x.DType, shape...), t.Key(d.seed), d.Rate)
	return ops.Multiply(x, ops.BroadcastTo(kept, x.Shape...))
}

// PassesMask says that the output has the mask of the input.
func (*Dropout) PassesMask() {}

// Weightless says that the layer never has weights.
func (*Dropout) Weightless() {}
