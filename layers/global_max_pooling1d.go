package layers

import "github.com/gokeras/keras/ops"

// GlobalMaxPooling1D is the largest number of each feature of a sequence. Its settings are
// those of [GlobalMaxPooling2D].
//
// Input [batch, steps, features], or [batch, features, steps] in the other data format;
// output [batch, features], with KeepDims the input's axes, that of the steps with size
// 1. A mask is ignored, as in Keras.
type GlobalMaxPooling1D GlobalMaxPooling2D

var _ = register[GlobalMaxPooling1D]("GlobalMaxPool1D")

// Validate implements [Validator].
func (g *GlobalMaxPooling1D) Validate() error { return (*GlobalMaxPooling2D)(g).Validate() }

// Call implements [Layer].
func (g *GlobalMaxPooling1D) Call(_ *ops.Trace, x *ops.Value) *ops.Value {
	return (*GlobalMaxPooling2D)(g).call(x, 1)
}

// Weightless says that the layer never has weights.
func (*GlobalMaxPooling1D) Weightless() {}
