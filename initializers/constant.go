package initializers

import (
	"github.com/gokeras/keras/internal/config"
	"github.com/gokeras/keras/random"
	"github.com/gokeras/keras/tensor"
)

// Constant makes every element the same number.
type Constant struct {
	// Value is the number. Default: 0.
	Value float64 `json:"value" keras:"default=0.0;always"`
}

var _ = config.Register[Constant](module)

// Initialize implements [Initializer].
func (c *Constant) Initialize(_ *random.Generator, dt tensor.DType, shape tensor.Shape) (*tensor.Tensor, error) {
	if err := checkShape("constant", shape); err != nil {
		return nil, err
	}
	t := tensor.New(dt, shape...)
	t.Fill(c.Value)
	return t, nil
}
