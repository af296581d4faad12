package layers

import "github.com/gokeras/keras/ops"

// RepeatVector makes a sequence of N times the same vector.
//
// Input [batch, n], output [batch, N, n].
type RepeatVector struct {
	// N is how many times each sample is repeated. Required.
	N int `json:"n"`

	Base
}

var _ = register[RepeatVector]()

// Validate implements [Validator].
func (r *RepeatVector) Validate() error {
	if r.N <= 0 {
		return received("N", r.N, "a positive number")
	}
	return nil
}

// Call implements [Layer].
func (r *RepeatVector) Call(_ *ops.Trace, x *ops.Value) *ops.Value {
	if len(x.Shape) != 2 {
		ops.Fail("RepeatVector", "input: received shape %v, expected 2 axes: batch, features", x.Shape)
	}
	return ops.BroadcastTo(ops.ExpandDims(x, 1), x.Shape[0], r.N, x.Shape[1])
}

// Weightless says that the layer never has weights.
func (*RepeatVector) Weightless() {}
