package layers

import (
	"errors"
	"fmt"

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
	var errs []error
	if !(d.Rate >= 0 && d.Rate <= 1) {
		errs = append(errs, received("Rate", d.Rate, "a number between 0 and 1"))
	}
	for i, n := range d.NoiseShape {
		if n <= 0 && n != tensor.Unknown {
			errs = append(errs, received(fmt.Sprintf("NoiseShape[%d]", i), n, "a positive number or tensor.Unknown"))
		}
	}
	return errors.Join(errs...)
}

// Build implements [Layer].
func (d *Dropout) Build(in tensor.Shape) error {
	if d.NoiseShape != nil && len(d.NoiseShape) != len(in) {
		return fmt.Errorf("NoiseShape: received %v, expected %d axes for an input of shape %v", d.NoiseShape, len(in), in)
	}
	if d.Rate > 0 {
		d.seed = d.AddSeed(d.Seed)
	}
	return nil
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
	shape := d.NoiseShape.Clone()
	if len(shape) != len(x.Shape) {
		ops.Fail("Dropout", "NoiseShape: received %v, expected %d axes for an input of shape %v", d.NoiseShape, len(x.Shape), x.Shape)
	}
	for i, n := range shape {
		if n == tensor.Unknown {
			shape[i] = x.Shape[i]
		}
	}
	kept := ops.Dropout(ops.Full(1, x.DType, shape...), t.Key(d.seed), d.Rate)
	return ops.Multiply(x, ops.BroadcastTo(kept, x.Shape...))
}

// PassesMask says that the output has the mask of the input.
func (*Dropout) PassesMask() {}

// Weightless says that the layer never has weights.
func (*Dropout) Weightless() {}
