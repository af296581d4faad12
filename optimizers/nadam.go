package optimizers

import (
	"cmp"
	"errors"

	"github.com/gokeras/keras/internal/config"
	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/optimizers/schedules"
	"github.com/gokeras/keras/tensor"
)

// Nadam is [Adam] with Nesterov's momentum, which grows with the steps: at step
// t it is μₜ = Beta1·(1 - ½·0.96ᵗ). With π = μ₁·μ₂·…·μₜ,
//
//	m = m + (g - m)·(1-Beta1)
//	v = v + (g² - v)·(1-Beta2)
//	m̂ = μₜ₊₁·m/(1 - π·μₜ₊₁) + (1-μₜ)·g/(1-π)
//	w = w - rate·m̂/(√(v/(1-Beta2ᵗ)) + Epsilon)
//
// For each weight it keeps m, the momentum, and v, the velocity; then π. See
// Dozat, Incorporating Nesterov Momentum into Adam, 2016.
type Nadam struct {
	// LearningRate is the learning rate, a float32 in computations. Default: 0.001.
	LearningRate float64 `json:"learning_rate" keras:"default=0.001;always;alias=lr"`

	// Schedule, if it isn't nil, takes the place of LearningRate. Default: nil.
	Schedule schedules.Schedule `keras:"key=learning_rate"`

	// Beta1 is how much of the mean of gradients stays in a step, at least 0 and
	// below 1. Default: 0.9.
	Beta1 *float64 `json:"beta_1" keras:"default=0.9;always"`

	// Beta2 is how much of the mean of squares stays in a step, at least 0
	// and below 1. Default: 0.999.
	Beta2 *float64 `json:"beta_2" keras:"default=0.999;always"`

	// Epsilon keeps the divisor from being 0. Default: 1e-7.
	Epsilon *float64 `json:"epsilon" keras:"default=1e-07;always"`

	Base

	momentums, velocities []*ops.Variable
	product               *ops.Variable // π
}

var _ = config.Register[Nadam](module)

// Rate implements [Optimizer].
func (n *Nadam) Rate() (float64, schedules.Schedule) {
	return cmp.Or(n.LearningRate, 0.001), n.Schedule
}

// Build implements [Optimizer].
func (n *Nadam) Build(vars []*ops.Variable) {
	product := tensor.Scalar[float32](1)
	for i, v := range vars {
		if i == 0 {
			product = product.Cast(v.DType())
		}
		n.momentums = append(n.momentums, n.Slot(v, "momentum", 0))
		n.velocities = append(n.velocities, n.Slot(v, "velocity", 0))
	}
	n.product = n.AddVariable("variable", product)
	n.product.Path = "variable" // Keras gives it no name
}

// Update implements [Optimizer].
func (n *Nadam) Update(t *ops.Trace, s Step, vars []*ops.Variable, grads []*ops.Value) {
	beta1, beta2, epsilon := or(n.Beta1, .9), or(n.Beta2, .999), or(n.Epsilon, 1e-7)
	one := ops.OnesLike(s.Number)
	momentum := func(step *ops.Value) *ops.Value {
		p := ops.Power(ops.FullLike(step, .96), step)
		return ops.Scale(ops.Subtract(one, ops.Scale(p, .5)), beta1)
	}
	now, next := momentum(s.Number), momentum(ops.Add(s.Number, one))
	product := ops.Multiply(t.Get(n.product), now)
	t.Set(n.product, product)

	// m̂·rate = a·m + b·g
	a := ops.Divide(next, ops.Subtract(one, ops.Multiply(product, next)))
	b := ops.Divide(ops.Subtract(one, now), ops.Subtract(one, product))
	a, b = ops.Multiply(a, s.LearningRate), ops.Multiply(b, s.LearningRate)
	// Keras subtracts betas that are float32 already, unlike in Adam.
	part1, part2 := ops.Subtract(one, ops.FullLike(one, beta1)), ops.Subtract(one, ops.FullLike(one, beta2))
	rise := unpowered(beta2, s.Number)
	for i, v := range vars {
		g := grads[i]
		m := approach(t, n.momentums[i], g, part1)
		square := approach(t, n.velocities[i], ops.Square(g), part2)
		step := ops.Add(ops.Multiply(m, a), ops.Multiply(g, b))
		divisor := ops.AddScalar(ops.Sqrt(ops.Divide(square, rise)), epsilon)
		t.Set(v, ops.Subtract(t.Get(v), ops.Divide(step, divisor)))
	}
}

// Check returns an error if Beta1, Beta2 or Epsilon is out of range.
func (n *Nadam) Check() error {
	return errors.Join(
		fraction("Beta1", or(n.Beta1, .9)),
		fraction("Beta2", or(n.Beta2, .999)),
		atLeast("Epsilon", or(n.Epsilon, 1e-7), 0))
}

// MarshalConfig implements [config.Marshaler].
func (n *Nadam) MarshalConfig() (any, error) { return encode(n) }

// DecodeConfig implements [config.ConfigDecoder].
func (n *Nadam) DecodeConfig(d *config.Decoder, tree any) error { return decode(n, d, tree) }
