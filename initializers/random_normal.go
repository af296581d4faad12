package initializers

import (
	"fmt"

	"github.com/gokeras/keras/internal/config"
	"github.com/gokeras/keras/random"
	"github.com/gokeras/keras/tensor"
)

// RandomNormal draws from a normal distribution.
type RandomNormal struct {
	// Mean is the distribution's mean. Default: 0.
	Mean float64 `json:"mean" keras:"default=0.0"`

	// Stddev is the distribution's standard deviation. Default: 0.05.
	Stddev *float64 `json:"stddev" keras:"default=0.05"`

	// Seed makes every call give the same numbers. Default: nil, other ones.
	Seed *int64 `json:"seed" keras:"default=null"`
}

var _ = config.Register[RandomNormal](module, "normal")

// Initialize implements [Initializer].
func (r *RandomNormal) Initialize(g *random.Generator, dt tensor.DType, shape tensor.Shape) (*tensor.Tensor, error) {
	stddev := or(r.Stddev, .05)
	if !(stddev >= 0) {
		return nil, fmt.Errorf("initializer \"random_normal\": Stddev: received %v, expected a number that isn't negative", stddev)
	}
	return draw("random_normal", g, r.Seed, dt, shape, func(g *random.Generator, v []float32) {
		g.Normal(v, float32(r.Mean), float32(stddev))
	})
}
