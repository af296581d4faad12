package initializers

import (
	"fmt"

	"github.com/gokeras/keras/internal/config"
	"github.com/gokeras/keras/random"
	"github.com/gokeras/keras/tensor"
)

// RandomUniform draws numbers evenly spread over [Minval, Maxval).
type RandomUniform struct {
	// Minval is the lower limit. Default: -0.05.
	Minval *float64 `json:"minval" keras:"default=-0.05"`

	// Maxval is the upper limit. Default: 0.05.
	Maxval *float64 `json:"maxval" keras:"default=0.05"`

	// Seed makes every call give the same numbers. Default: nil, other ones.
	Seed *int64 `json:"seed" keras:"default=null"`
}

var _ = config.Register[RandomUniform](module, "uniform")

// Initialize implements [Initializer].
func (r *RandomUniform) Initialize(g *random.Generator, dt tensor.DType, shape tensor.Shape) (*tensor.Tensor, error) {
	lo, hi := or(r.Minval, -.05), or(r.Maxval, .05)
	if !(lo <= hi) {
		return nil, fmt.Errorf("initializer \"random_uniform\": Maxval: received %v, expected a number not below Minval, %v", hi, lo)
	}
	return draw("random_uniform", g, r.Seed, dt, shape, func(g *random.Generator, v []float32) {
		g.Uniform(v, float32(lo), float32(hi))
	})
}
