package initializers

import (
	"fmt"

	"github.com/gokeras/keras/internal/config"
	"github.com/gokeras/keras/random"
	"github.com/gokeras/keras/tensor"
)

// TruncatedNormal draws from a normal distribution less what is farther than two
// standard deviations from the mean.
type TruncatedNormal struct {
	// Mean is the distribution's mean. Default: 0.
	Mean float64 `json:"mean" keras:"default=0.0"`

	// Stddev is the standard deviation before numbers are left out; after it, it is
	// 0.8796 of that. Default: 0.05.
	Stddev *float64 `json:"stddev" keras:"default=0.05"`

	// Seed makes every call give the same numbers. Default: nil, other ones.
	Seed *int64 `json:"seed" keras:"default=null"`
}

var _ = config.Register[TruncatedNormal](module)

// Initialize implements [Initializer].
func (r *TruncatedNormal) Initialize(g *random.Generator, dt tensor.DType, shape tensor.Shape) (*tensor.Tensor, error) {
	stddev := or(r.Stddev, .05)
	if !(stddev >= 0) {
		return nil, fmt.Errorf("initializer \"truncated_normal\": Stddev: received %v, expected a number that isn't negative", stddev)
	}
	return draw("truncated_normal", g, r.Seed, dt, shape, func(g *random.Generator, v []float32) {
		g.TruncatedNormal(v, float32(r.Mean), float32(stddev))
	})
}
