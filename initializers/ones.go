package initializers

import (
	"github.com/gokeras/keras/internal/config"
	"github.com/gokeras/keras/random"
	"github.com/gokeras/keras/tensor"
)

// Ones makes every element 1.
type Ones struct{}

var _ = config.Register[Ones](module, "one")

// Initialize implements [Initializer].
func (*Ones) Initialize(g *random.Generator, dt tensor.DType, shape tensor.Shape) (*tensor.Tensor, error) {
	return (&Constant{Value: 1}).Initialize(g, dt, shape)
}
