package initializers

import (
	"fmt"

	"github.com/gokeras/keras/internal/config"
	"github.com/gokeras/keras/random"
	"github.com/gokeras/keras/tensor"
)

// Identity makes a matrix, square or not, with Gain on the main diagonal and 0
// elsewhere.
type Identity struct {
	// Gain is the number on the diagonal. Default: 1.
	Gain *float64 `json:"gain" keras:"default=1.0"`
}

var _ = config.Register[Identity](module, "IdentityInitializer")

// Initialize implements [Initializer].
func (i *Identity) Initialize(_ *random.Generator, dt tensor.DType, shape tensor.Shape) (*tensor.Tensor, error) {
	if err := checkShape("identity", shape); err != nil {
		return nil, err
	}
	if len(shape) != 2 {
		return nil, fmt.Errorf("initializer \"identity\": received shape %v, expected a matrix", shape)
	}
	t := tensor.New(tensor.Float64, shape...)
	for j := range min(shape[0], shape[1]) {
		tensor.Data[float64](t)[j*shape[1]+j] = or(i.Gain, 1)
	}
	return t.Cast(dt), nil
}
