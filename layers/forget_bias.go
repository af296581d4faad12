package layers

import (
	"errors"

	"github.com/gokeras/keras/initializers"
	"github.com/gokeras/keras/random"
	"github.com/gokeras/keras/tensor"
)

// forgetBias is the first bias of an LSTM: 1 for the second of its four gates, which
// forgets, so that it doesn't at first (Jozefowicz et al., 2015).
type forgetBias struct{ others initializers.Initializer }

// Initialize implements [initializers.Initializer].
func (f forgetBias) Initialize(g *random.Generator, dt tensor.DType, shape tensor.Shape) (*tensor.Tensor, error) {
	value := tensor.New(dt, shape...)
	value.Fill(1)
	u := shape[0] / 4
	for _, part := range [][2]int{{0, u}, {2 * u, 4 * u}} {
		v, err := orZeros(f.others).Initialize(g, dt, tensor.Shape{part[1] - part[0]})
		if err == nil && v == nil {
			err = errors.New("initializer returned nil")
		}
		if err == nil {
			err = tensor.Copy(value.Rows(part[0], part[1]), v)
		}
		if err != nil {
			return nil, err
		}
	}
	return value, nil
}
