package initializers

import (
	"github.com/gokeras/keras/internal/config"
	"github.com/gokeras/keras/random"
	"github.com/gokeras/keras/tensor"
)

// HeNormal draws from a normal distribution without what is farther than two standard
// deviations from 0; what is left has the standard deviation √(2/in), where in is the
// number of the weight's inputs; see [Fans] (He, Zhang, Ren and Sun, 2015). It suits
// relu.
type HeNormal struct {
	// Seed makes every call give the same numbers. Default: nil, other ones.
	Seed *int64 `json:"seed" keras:"default=null"`

	// InputAxes are the axes of the weight's inputs. Default: nil, by the shape.
	InputAxes []int `json:"input_axes" keras:"default=null"`

	// OutputAxes are the axes of the weight's outputs. Default: nil, by the shape.
	OutputAxes []int `json:"output_axes" keras:"default=null"`
}

var _ = config.Register[HeNormal](module)

// Initialize implements [Initializer].
func (i *HeNormal) Initialize(g *random.Generator, dt tensor.DType, shape tensor.Shape) (*tensor.Tensor, error) {
	v := VarianceScaling{Scale: 2, Mode: "fan_in", Distribution: "truncated_normal", Seed: i.Seed, InputAxes: i.InputAxes, OutputAxes: i.OutputAxes}
	return v.initialize("he_normal", g, dt, shape)
}
