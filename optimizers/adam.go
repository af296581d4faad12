package optimizers

import (
	"cmp"
	"errors"

	"github.com/gokeras/keras/internal/config"
	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/optimizers/schedules"
)

// Adam follows a moving mean of gradients, divided by the root of one of their
// squares. At step t,
//
//	m = m + (g - m)·(1-Beta1)
//	v = v + (g² - v)·(1-Beta2)
//	w = w - α·m/(√v + Epsilon), where α = rate·√(1-Beta2ᵗ)/(1-Beta1ᵗ)
//
// With Amsgrad, the largest v so far takes the place of v in the last line.
//
// For each weight it keeps m, the momentum, and v, the velocity; then, if
// Amsgrad, for all weights the largest v, velocity_hat. See Kingma and Ba, Adam:
// A Method for Stochastic Optimization, 2014, whose Epsilon is the "epsilon hat"
// before its section 2.1; and Reddi et al., On the Convergence of Adam and
// Beyond, 2018.
type Adam struct {
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

	// Amsgrad says whether the divisor takes the largest v so far. Default: false.
	Amsgrad bool `json:"amsgrad" keras:"default=false;always"`

	Base

	rule adam
}

var _ = config.Register[Adam](module)

// Rate implements [Optimizer].
func (a *Adam) Rate() (float64, schedules.Schedule) {
	return cmp.Or(a.LearningRate, 0.001), a.Schedule
}

// Build implements [Optimizer].
func (a *Adam) Build(vars []*ops.Variable) {
	a.rule = adam{beta1: or(a.Beta1, .9), beta2: or(a.Beta2, .999), epsilon: or(a.Epsilon, 1e-7)}
	a.rule.build(&a.Base, vars, a.Amsgrad)
}

// Update implements [Optimizer].
func (a *Adam) Update(t *ops.Trace, s Step, vars []*ops.Variable, grads []*ops.Value) {
	a.rule.update(t, s, vars, grads)
}

// Check returns an error if Beta1, Beta2 or Epsilon is out of range.
func (a *Adam) Check() error {
	return errors.Join(
		fraction("Beta1", or(a.Beta1, .9)),
		fraction("Beta2", or(a.Beta2, .999)),
		atLeast("Epsilon", or(a.Epsilon, 1e-7), 0))
}

// MarshalConfig implements [config.Marshaler].
func (a *Adam) MarshalConfig() (any, error) { return encode(a) }

// DecodeConfig implements [config.ConfigDecoder].
func (a *Adam) DecodeConfig(d *config.Decoder, tree any) error { return decode(a, d, tree) }

// adam is the rule that Adam and AdamW share.
type adam struct {
	beta1, beta2, epsilon       float64
	momentums, velocities, hats []*ops.Variable
}

func (a *adam) build(b *Base, vars []*ops.Variable, amsgrad bool) {
	for _, v := range vars {
		a.momentums = append(a.momentums, b.Slot(v, "momentum", 0))
		a.velocities = append(a.velocities, b.Slot(v, "velocity", 0))
	}
	if amsgrad {
		for _, v := range vars {
			a.hats = append(a.hats, b.Slot(v, "velocity_hat", 0))
		}
	}
}

func (a *adam) update(t *ops.Trace, s Step, vars []*ops.Variable, grads []*ops.Value) {
	rise := ops.Sqrt(unpowered(a.beta2, s.Number))
	alpha := ops.Divide(ops.Multiply(s.LearningRate, rise), unpowered(a.beta1, s.Number))
	part1, part2 := ops.FullLike(alpha, 1-a.beta1), ops.FullLike(alpha, 1-a.beta2)
	for i, v := range vars {
		g := grads[i]
		m := approach(t, a.momentums[i], g, part1)
		square := approach(t, a.velocities[i], ops.Square(g), part2)
		if a.hats != nil {
			square = ops.Maximum(t.Get(a.hats[i]), square)
			t.Set(a.hats[i], square)
		}
		divisor := ops.AddScalar(ops.Sqrt(square), a.epsilon)
		t.Set(v, ops.Subtract(t.Get(v), ops.Divide(ops.Multiply(m, alpha), divisor)))
	}
}

// unpowered returns 1-betaⁿ.
func unpowered(beta float64, n *ops.Value) *ops.Value {
	return ops.Subtract(ops.OnesLike(n), ops.Power(ops.FullLike(n, beta), n))
}

// approach records v = v + (x - v)·part and returns it.
func approach(t *ops.Trace, v *ops.Variable, x, part *ops.Value) *ops.Value {
	old := t.Get(v)
	t.Set(v, ops.Add(old, ops.Multiply(ops.Subtract(x, old), part)))
	return t.Get(v)
}
