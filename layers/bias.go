package layers

import (
	"github.com/gokeras/keras/activations"
	"github.com/gokeras/keras/constraints"
	"github.com/gokeras/keras/initializers"
	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/regularizers"
	"github.com/gokeras/keras/tensor"
)

// addBias makes a bias for each of n channels, unless use is false.
func (b *Base) addBias(use *bool, n int, i initializers.Initializer, r regularizers.Regularizer, c constraints.Constraint) *ops.Variable {
	if use != nil && !*use {
		return nil
	}
	return b.AddWeight(Weight{Name: "bias", Shape: tensor.Shape{n}, Initializer: orZeros(i), Regularizer: r, Constraint: c})
}

// finish adds a bias for each channel, if there is one, and applies an activation.
func (l layout) finish(t *ops.Trace, y *ops.Value, bias *ops.Variable, a activations.Name) *ops.Value {
	if bias != nil {
		b := t.Get(bias)
		if l.first() {
			b = ops.Reshape(b, append([]int{b.Size()}, perAxis(nil, l.space, 1)...)...)
		}
		y = ops.Add(y, b)
	}
	return activate(y, a)
}
