package initializers

import (
	"github.com/gokeras/keras/internal/config"
	"github.com/gokeras/keras/random"
	"github.com/gokeras/keras/tensor"
)

// Zeros makes every element 0.
type Zeros struct{}

var _ = config.Register[Zeros](module, "zero")

// Initialize implements [Initializer].
func (*Zeros) Initialize(_ *random.Generator, dt tensor.DType, shape tensor.Shape) (*tensor.Tensor, error) {
	if err := checkShape("zeros", shape); err != nil {
		return nil, err
	}
	return tensor.New(dt, shape...), nil
}
