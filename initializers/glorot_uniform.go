package initializers

import (
	"github.com/gokeras/keras/internal/config"
	"github.com/gokeras/keras/random"
	"github.com/gokeras/keras/tensor"
)

// GlorotUniform draws numbers evenly spread over [-l, l), l = √(6/(in+out)), where in
// and out are the numbers of the weight's inputs and outputs; see [Fans] (Glorot and
// Bengio, 2010).
type GlorotUniform struct {
	// Seed makes every call give the same numbers. Default: nil, other ones.
	Seed *int64 `json:"seed" keras:"default=null"`

	// InputAxes are the axes of the weight's inputs. Default: nil, by the shape.
	InputAxes []int `json:"input_axes" keras:"default=null"`

	// OutputAxes are the axes of the weight's outputs. Default: nil, by the shape.
	OutputAxes []int `json:"output_axes" keras:"default=null"`
}

var _ = config.Register[GlorotUniform](module)

// Initialize implements [Initializer].
func (i *GlorotUniform) Initialize(g *random.Generator, dt tensor.DType, shape tensor.Shape) (*tensor.Tensor, error) {
	v := VarianceScaling{Mode: "fan_avg", Distribution: "uniform", Seed: i.Seed, InputAxes: i.InputAxes, OutputAxes: i.OutputAxes}
	return v.initialize("glorot_uniform", g, dt, shape)
}
