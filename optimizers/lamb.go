package optimizers

import (
	"cmp"
	"errors"

	"github.com/gokeras/keras/internal/config"
	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/optimizers/schedules"
)

// Lamb takes the step of Adam, made as long as the weights that it changes are
// together, so that large batches can be learned from at high rates. At step t,
//
//	m = m + (g - m)·(1-Beta1)
//	v = v + (g² - v)·(1-Beta2)
//	u = m/(1-Beta1ᵗ) / (√(v/(1-Beta2ᵗ)) + Epsilon)
//	w = w - rate·‖w‖/‖u‖·u
//
// Norms are those of a whole variable; if one of them is 0, their quotient is 1.
// For each weight it keeps m, the momentum, and v, the velocity. See You et al.,
// Large Batch Optimization for Deep Learning: Training BERT in 76 minutes, 2019.
type Lamb struct {
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
}

var _ = config.Register[Lamb](module)

// Rate implements [Optimizer].
func (l *Lamb) Rate() (float64, schedules.Schedule) {
	return cmp.Or(l.LearningRate, 0.001), l.Schedule
}

// Build implements [Optimizer].
func (l *Lamb) Build(vars []*ops.Variable) {
	for _, v := range vars {
		l.momentums = append(l.momentums, l.Slot(v, "momentum", 0))
		l.velocities = append(l.velocities, l.Slot(v, "velocity", 0))
	}
}

// Update implements [Optimizer].
func (l *Lamb) Update(t *ops.Trace, s Step, vars []*ops.Variable, grads []*ops.Value) {
	beta1, beta2 := or(l.Beta1, .9), or(l.Beta2, .999)
	rise1, rise2 := unpowered(beta1, s.Number), unpowered(beta2, s.Number)
	part1, part2 := ops.FullLike(rise1, 1-beta1), ops.FullLike(rise2, 1-beta2)
	for i, v := range vars {
		g, w := grads[i], t.Get(v)
		m := approach(t, l.momentums[i], g, part1)
		square := approach(t, l.velocities[i], ops.Square(g), part2)
		divisor := ops.AddScalar(ops.Sqrt(ops.Divide(square, rise2)), or(l.Epsilon, 1e-7))
		step := ops.Divide(ops.Divide(m, rise1), divisor)
		rate := ops.Multiply(trust(ops.Norm(w), ops.Norm(step)), s.LearningRate)
		t.Set(v, ops.Subtract(w, ops.Multiply(rate, step)))
	}
}

// trust returns weight/step, and 1 if one of the norms is 0.
func trust(weight, step *ops.Value) *ops.Value {
	zero := ops.ZerosLike(weight)
	both := ops.LogicalAnd(ops.Greater(weight, zero), ops.Greater(step, zero))
	return ops.Where(both, ops.Divide(weight, step), ops.OnesLike(weight))
}

// Check returns an error if Beta1, Beta2 or Epsilon is out of range.
func (l *Lamb) Check() error {
	return errors.Join(
		fraction("Beta1", or(l.Beta1, .9)),
		fraction("Beta2", or(l.Beta2, .999)),
		atLeast("Epsilon", or(l.Epsilon, 1e-7), 0))
}

// MarshalConfig implements [config.Marshaler].
func (l *Lamb) MarshalConfig() (any, error) { return encode(l) }

// DecodeConfig implements [config.ConfigDecoder].
func (l *Lamb) DecodeConfig(d *config.Decoder, tree any) error { return decode(l, d, tree) }
