package layers

import "github.com/gokeras/keras/ops"

// GlobalAveragePooling1D is the average of each feature over a sequence, of which steps
// that a mask leaves out don't count. Its settings are those of
// [GlobalAveragePooling2D].
//
// Input [batch, steps, features], or [batch, features, steps] in the other data format;
// output [batch, features], with KeepDims the input's axes, that of the steps with size
// 1. The mask ends here. The average of no steps is NaN, as in Keras.
type GlobalAveragePooling1D GlobalAveragePooling2D

var _ = register[GlobalAveragePooling1D]("GlobalAvgPool1D")

// Validate implements [Validator].
func (g *GlobalAveragePooling1D) Validate() error { return (*GlobalAveragePooling2D)(g).Validate() }

// Call implements [Layer].
func (g *GlobalAveragePooling1D) Call(t *ops.Trace, x *ops.Value) *ops.Value {
	mask := t.Mask(x)
	if mask == nil {
		return (*GlobalAveragePooling2D)(g).call(x, 1)
	}
	l := layout{1, g.DataFormat}
	l.mustFit(x)
	if l.first() {
		mask = ops.ExpandDims(mask, 1)
	} else {
		mask = ops.ExpandDims(mask, 2)
	}
	sum := l.reduce(ops.Where(mask, x, ops.ZerosLike(x)), ops.Sum, g.KeepDims)
	return ops.Divide(sum, l.reduce(ops.Cast(mask, x.DType), ops.Sum, g.KeepDims))
}

// Weightless says that the layer never has weights.
func (*GlobalAveragePooling1D) Weightless() {}
