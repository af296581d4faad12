package initializers

import (
	"cmp"
	"fmt"
	"math"
	"strings"

	"github.com/gokeras/keras/internal/config"
	"github.com/gokeras/keras/random"
	"github.com/gokeras/keras/tensor"
)

// VarianceScaling draws numbers of mean 0 and variance Scale/n, where n is the number of
// inputs or outputs of the weight; see [Fans].
type VarianceScaling struct {
	// Scale is the variance times n; it is greater than 0. Default: 1.
	Scale float64 `json:"scale" keras:"default=1.0"`

	// Mode says what n is: the inputs ("fan_in"), the outputs ("fan_out") or the average
	// of both ("fan_avg"). Default: "fan_in".
	Mode string `json:"mode" keras:"default=fan_in"`

	// Distribution is "truncated_normal", a normal distribution without what is farther
	// than two standard deviations from 0, "untruncated_normal" or "uniform".
	// Default: "truncated_normal".
	Distribution string `json:"distribution" keras:"default=truncated_normal"`

	// Seed makes every call give the same numbers. Default: nil, other ones.
	Seed *int64 `json:"seed" keras:"default=null"`

	// InputAxes are the axes of the weight's inputs. Default: nil, by the shape.
	InputAxes []int `json:"input_axes" keras:"default=null"`

	// OutputAxes are the axes of the weight's outputs. Default: nil, by the shape.
	OutputAxes []int `json:"output_axes" keras:"default=null"`
}

var _ = config.Register[VarianceScaling](module)

// Initialize implements [Initializer].
func (v *VarianceScaling) Initialize(g *random.Generator, dt tensor.DType, shape tensor.Shape) (*tensor.Tensor, error) {
	return v.initialize("variance_scaling", g, dt, shape)
}

// untruncated is the standard deviation of a normal distribution that has one of 1 when
// cut at two of its own.
const untruncated = 1 / .87962566103423978

func (v *VarianceScaling) initialize(name string, g *random.Generator, dt tensor.DType, shape tensor.Shape) (*tensor.Tensor, error) {
	scale, err := v.variance(shape)
	if err != nil {
		return nil, fmt.Errorf("initializer %q: %w", name, err)
	}
	var fill func(*random.Generator, []float32)
	switch strings.ToLower(v.Distribution) {
	case "", "truncated_normal", "normal":
		fill = func(g *random.Generator, v []float32) {
			g.TruncatedNormal(v, 0, float32(math.Sqrt(scale)*untruncated))
		}
	case "untruncated_normal":
		fill = func(g *random.Generator, v []float32) { g.Normal(v, 0, float32(math.Sqrt(scale))) }
	case "uniform":
		limit := float32(math.Sqrt(3 * scale))
		fill = func(g *random.Generator, v []float32) { g.Uniform(v, -limit, limit) }
	default:
		return nil, fmt.Errorf("initializer %q: Distribution: received %q, expected \"truncated_normal\", \"untruncated_normal\" or \"uniform\"",
			name, v.Distribution)
	}
	return draw(name, g, v.Seed, dt, shape, fill)
}

// variance returns Scale/n.
func (v *VarianceScaling) variance(shape tensor.Shape) (float64, error) {
	scale := cmp.Or(v.Scale, 1)
	if !(scale > 0) {
		return 0, fmt.Errorf("%s: received %v, expected a positive number", "Scale", scale)
	}
	in, out, err := Fans(shape, v.InputAxes, v.OutputAxes)
	if err != nil {
		return 0, err
	}
	var n float64
	switch v.Mode {
	case "", "fan_in":
		n = float64(in)
	case "fan_out":
		n = float64(out)
	case "fan_avg":
		n = (float64(in) + float64(out)) / 2
	default:
		return 0, fmt.Errorf("%s: received %q, expected \"fan_in\", \"fan_out\" or \"fan_avg\"", "Mode", v.Mode)
	}
	return scale / max(1, n), nil
}
