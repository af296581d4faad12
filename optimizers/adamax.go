package optimizers

import (
	"cmp"
	"errors"

	"github.com/gokeras/keras/internal/config"
	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/optimizers/schedules"
)

// Adamax is [Adam] with the largest gradient of late, which decays, in place of
// the root of a mean of squares. At step t,
//
//	m = m + (g - m)·(1-Beta1)
//	u = max(Beta2·u, |g|)
//	w = w - rate/(1-Beta1ᵗ) · m/(u + Epsilon)
//
// For each weight it keeps m, the momentum, and u, the norm. See section 7.1 of
// Kingma and Ba, Adam: A Method for Stochastic Optimization, 2014.
type Adamax struct {
	// LearningRate is the learning rate, a float32 in computations. Default: 0.001.
	LearningRate float64 `json:"learning_rate" keras:"default=0.001;always;alias=lr"`

	// Schedule, if it isn't nil, takes the place of LearningRate. Default: nil.
	Schedule schedules.Schedule `keras:"key=learning_rate"`

	// Beta1 is how much of the mean of gradients stays in a step, at least 0 and
	// below 1. Default: 0.9.
	Beta1 *float64 `json:"beta_1" keras:"default=0.9;always"`

	// Beta2 is how much of the largest gradient stays in a step, at least 0
	// and below 1. Default: 0.999.
	Beta2 *float64 `json:"beta_2" keras:"default=0.999;always"`

	// Epsilon keeps the divisor from being 0. Default: 1e-7.
	Epsilon *float64 `json:"epsilon" keras:"default=1e-07;always"`

	Base

	momentums, norms []*ops.Variable
}

var _ = config.Register[Adamax](module)

// Rate implements [Optimizer].
func (a *Adamax) Rate() (float64, schedules.Schedule) {
	return cmp.Or(a.LearningRate, 0.001), a.Schedule
}

// Build implements [Optimizer].
func (a *Adamax) Build(vars []*ops.Variable) {
	for _, v := range vars {
		a.momentums = append(a.momentums, a.Slot(v, "momentum", 0))
		a.norms = append(a.norms, a.Slot(v, "norm", 0))
	}
}

// Update implements [Optimizer].
func (a *Adamax) Update(t *ops.Trace, s Step, vars []*ops.Variable, grads []*ops.Value) {
	beta1, beta2, epsilon := or(a.Beta1, .9), or(a.Beta2, .999), or(a.Epsilon, 1e-7)
	alpha := ops.Divide(s.LearningRate, unpowered(beta1, s.Number))
	part := ops.FullLike(alpha, 1-beta1)
	for i, v := range vars {
		g := grads[i]
		m := approach(t, a.momentums[i], g, part)
		u := ops.Maximum(ops.Scale(t.Get(a.norms[i]), beta2), ops.Absolute(g))
		t.Set(a.norms[i], u)
		t.Set(v, ops.Subtract(t.Get(v), ops.Divide(ops.Multiply(m, alpha), ops.AddScalar(u, epsilon))))
	}
}

// Check returns an error if Beta1, Beta2 or Epsilon is out of range.
func (a *Adamax) Check() error {
	return errors.Join(
		fraction("Beta1", or(a.Beta1, .9)),
		fraction("Beta2", or(a.Beta2, .999)),
		atLeast("Epsilon", or(a.Epsilon, 1e-7), 0))
}

// MarshalConfig implements [config.Marshaler].
func (a *Adamax) MarshalConfig() (any, error) { return encode(a) }

// DecodeConfig implements [config.ConfigDecoder].
func (a *Adamax) DecodeConfig(d *config.Decoder, tree any) error { return decode(a, d, tree) }
