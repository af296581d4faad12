package optimizers

import (
	"cmp"
	"errors"

	"github.com/gokeras/keras/internal/config"
	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/optimizers/schedules"
)

// RMSprop divides gradients by the root of a moving mean of their squares:
//
//	v = Rho·v + (1-Rho)·g²
//	w = w - rate·g/√(v + Epsilon)
//
// With Centered the divisor is √(v - ḡ² + Epsilon), where ḡ = Rho·ḡ + (1-Rho)·g
// is the mean of gradients. With Momentum, what is subtracted is
// b = Momentum·b + rate·g/√….
//
// For all weights it keeps v, the velocity; then b, the momentum, if there is
// one; then ḡ, the average_gradient, if Centered. See Tieleman and Hinton,
// Lecture 6.5 of Neural Networks for Machine Learning, 2012; and Graves,
// Generating Sequences With Recurrent Neural Networks, 2013.
type RMSprop struct {
	// LearningRate is the learning rate, a float32 in computations. Default: 0.001.
	LearningRate float64 `json:"learning_rate" keras:"default=0.001;always;alias=lr"`

	// Schedule, if it isn't nil, takes the place of LearningRate. Default: nil.
	Schedule schedules.Schedule `keras:"key=learning_rate"`

	// Rho is how much of the moving means stays in a step, from 0 to 1.
	// Default: 0.9.
	Rho *float64 `json:"rho" keras:"default=0.9;always"`

	// Momentum is how much of the last step is taken again. Default: 0.
	Momentum float64 `json:"momentum" keras:"default=0.0;always"`

	// Epsilon keeps the divisor from being 0. Default: 1e-7.
	Epsilon *float64 `json:"epsilon" keras:"default=1e-07;always"`

	// Centered says whether the squares are those of the distance from the mean
	// gradient. Default: false.
	Centered bool `json:"centered" keras:"default=false;always"`

	Base

	velocities, momentums, means []*ops.Variable
}

var _ = config.Register[RMSprop](module)

// Rate implements [Optimizer].
func (r *RMSprop) Rate() (float64, schedules.Schedule) {
	return cmp.Or(r.LearningRate, 0.001), r.Schedule
}

// Build implements [Optimizer].
func (r *RMSprop) Build(vars []*ops.Variable) {
	for _, v := range vars {
		r.velocities = append(r.velocities, r.Slot(v, "velocity", 0))
	}
	if r.Momentum > 0 {
		for _, v := range vars {
			r.momentums = append(r.momentums, r.Slot(v, "momentum", 0))
		}
	}
	if r.Centered {
		for _, v := range vars {
			r.means = append(r.means, r.Slot(v, "average_gradient", 0))
		}
	}
}

// Update implements [Optimizer].
func (r *RMSprop) Update(t *ops.Trace, s Step, vars []*ops.Variable, grads []*ops.Value) {
	rho, epsilon := or(r.Rho, .9), or(r.Epsilon, 1e-7)
	mean := func(v *ops.Variable, x *ops.Value) *ops.Value {
		m := ops.Add(ops.Scale(t.Get(v), rho), ops.Scale(x, 1-rho))
		t.Set(v, m)
		return m
	}
	for i, v := range vars {
		g := grads[i]
		square := mean(r.velocities[i], ops.Square(g))
		if r.Centered {
			square = ops.Subtract(square, ops.Square(mean(r.means[i], g)))
		}
		step := ops.Divide(ops.Multiply(s.LearningRate, g), ops.Sqrt(ops.AddScalar(square, epsilon)))
		if r.Momentum > 0 {
			step = ops.Add(ops.Scale(t.Get(r.momentums[i]), r.Momentum), step)
			t.Set(r.momentums[i], step)
		}
		t.Set(v, ops.Subtract(t.Get(v), step))
	}
}

// Check returns an error if Rho, Momentum or Epsilon is out of range.
func (r *RMSprop) Check() error {
	return errors.Join(
		within("Rho", or(r.Rho, .9), 0, 1),
		atLeast("Momentum", r.Momentum, 0),
		atLeast("Epsilon", or(r.Epsilon, 1e-7), 0))
}

// MarshalConfig implements [config.Marshaler].
func (r *RMSprop) MarshalConfig() (any, error) { return encode(r) }

// DecodeConfig implements [config.ConfigDecoder].
func (r *RMSprop) DecodeConfig(d *config.Decoder, tree any) error { return decode(r, d, tree) }
