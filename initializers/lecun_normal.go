package initializers

import (
	"github.com/gokeras/keras/internal/config"
	"github.com/gokeras/keras/random"
	"github.com/gokeras/keras/tensor"
)

// LecunNormal draws from a normal distribution without what is farther than two
// standard deviations from 0; what is left has the standard deviation √(1/in), where in
// is the number of the weight's inputs; see [Fans] (LeCun, Bottou, Orr and Müller,
// 1998). It suits selu.
type LecunNormal struct {
	// Seed makes every call give the same numbers. Default: nil, other ones.
	Seed *int64 `json:"seed" keras:"default=null"`

	// InputAxes are the axes of the weight's inputs. Default: nil, by the shape.
	InputAxes []int `json:"input_axes" keras:"default=null"`

	// OutputAxes are the axes of the weight's outputs. Default: nil, by the shape.
	OutputAxes []int `json:"output_axes" keras:"default=null"`
}

var _ = config.Register[LecunNormal](module)

// Initialize implements [Initializer].
func (i *LecunNormal) Initialize(g *random.Generator, dt tensor.DType, shape tensor.Shape) (*tensor.Tensor, error) {
	v := VarianceScaling{Mode: "fan_in", Distribution: "truncated_normal", Seed: i.Seed, InputAxes: i.InputAxes, OutputAxes: i.OutputAxes}
	return v.initialize("lecun_normal", g, dt, shape)
}
