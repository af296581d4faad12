package initializers

import (
	"github.com/gokeras/keras/internal/config"
	"github.com/gokeras/keras/random"
	"github.com/gokeras/keras/tensor"
)

// HeUniform draws numbers evenly spread over [-l, l), l = √(6/in), where in is the
// number of the weight's inputs; see [Fans] (He, Zhang, Ren and Sun, 2015). It suits
// relu.
type HeUniform struct {
	// Seed makes every call give the same numbers. Default: nil, other ones.
	Seed *int64 `json:"seed" keras:"default=null"`

	// InputAxes are the axes of the weight's inputs. Default: nil, by the shape.
	InputAxes []int `json:"input_axes" keras:"default=null"`

	// OutputAxes are the axes of the weight's outputs. Default: nil, by the shape.
	OutputAxes []int `json:"output_axes" keras:"default=null"`
}

var _ = config.Register[HeUniform](module)

// Initialize implements [Initializer].
func (i *HeUniform) Initialize(g *random.Generator, dt tensor.DType, shape tensor.Shape) (*tensor.Tensor, error) {
	v := VarianceScaling{Scale: 2, Mode: "fan_in", Distribution: "uniform", Seed: i.Seed, InputAxes: i.InputAxes, OutputAxes: i.OutputAxes}
	return v.initialize("he_uniform", g, dt, shape)
}
