package optimizers

import (
	"cmp"
	"errors"

	"github.com/gokeras/keras/internal/config"
	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/optimizers/schedules"
)

// ScheduleFreeAdamW needs no schedule: the weights are a mean of all that it went
// through. At step t,
//
//	v = v + (g² - v)·(1-Beta2)
//	z' = z - α·g/(√(v/(1-Beta2ᵗ)) + Epsilon), where α = rate·min(1, t/WarmupSteps)
//	x' = x + (z' - x)/t
//	w = (1-Beta1)·z' + Beta1·x'
//
// Gradients are taken at w, between the mean x and z, at which the steps are made.
// There is no need to keep x, since Beta1·x = w - (1-Beta1)·z.
//
// For each weight it keeps z, the momentum, which begins as the weight, and v, the
// velocity. See Defazio et al., The Road Less Scheduled, 2024.
type ScheduleFreeAdamW struct {
	// LearningRate is the learning rate, a float32 in computations. Default: 0.0025.
	LearningRate float64 `json:"learning_rate" keras:"default=0.0025;always;alias=lr"`

	// Schedule, if it isn't nil, takes the place of LearningRate. Default: nil.
	Schedule schedules.Schedule `keras:"key=learning_rate"`

	// Beta1 is how near w is to the mean, at least 0 and below 1. Default: 0.9.
	Beta1 *float64 `json:"beta_1" keras:"default=0.9;always"`

	// Beta2 is how much of the mean of squares stays in a step, at least 0
	// and below 1. Default: 0.999.
	Beta2 *float64 `json:"beta_2" keras:"default=0.999;always"`

	// Epsilon keeps the divisor from being 0. Default: 1e-8.
	Epsilon *float64 `json:"epsilon" keras:"default=1e-08;always"`

	// WarmupSteps is the number of steps in which the rate rises from 0. Default: 0.
	WarmupSteps int `json:"warmup_steps" keras:"default=0;always"`

	Base

	momentums, velocities []*ops.Variable
}

var _ = config.Register[ScheduleFreeAdamW](module)

// Rate implements [Optimizer].
func (o *ScheduleFreeAdamW) Rate() (float64, schedules.Schedule) {
	return cmp.Or(o.LearningRate, 0.0025), o.Schedule
}

// Build implements [Optimizer].
func (o *ScheduleFreeAdamW) Build(vars []*ops.Variable) {
	for _, v := range vars {
		z := o.Slot(v, "momentum", 0)
		if err := z.Assign(v.Store()); err != nil {
			ops.Fail("Build", "%w", err)
		}
		o.momentums = append(o.momentums, z)
		o.velocities = append(o.velocities, o.Slot(v, "velocity", 0))
	}
}

// Update implements [Optimizer].
func (o *ScheduleFreeAdamW) Update(t *ops.Trace, s Step, vars []*ops.Variable, grads []*ops.Value) {
	rate := s.LearningRate
	if n := o.WarmupSteps; n > 0 {
		part := ops.Divide(s.Number, ops.FullLike(s.Number, float64(n)))
		rate = ops.Multiply(rate, ops.Minimum(part, ops.OnesLike(part)))
	}
	kept := ops.FullLike(rate, or(o.Beta1, .9))
	rise := unpowered(or(o.Beta2, .999), s.Number)
	part2 := rest(ops.FullLike(rise, or(o.Beta2, .999)))
	newest := ops.Reciprocal(s.Number)
	first := ops.Equal(s.Number, ops.OnesLike(s.Number))
	ofNew := ops.Add(rest(kept), ops.Multiply(kept, newest))
	for i, v := range vars {
		g, w := grads[i], t.Get(v)
		square := approach(t, o.velocities[i], ops.Square(g), part2)
		divisor := ops.AddScalar(ops.Sqrt(ops.Divide(square, rise)), or(o.Epsilon, 1e-8))
		// The first step begins at the weight as it finds it, before decay: a file may
		// have been loaded since Build.
		z := ops.Where(first, ops.NewTrace(true).Get(v), t.Get(o.momentums[i]))
		next := ops.Subtract(z, ops.Divide(ops.Multiply(rate, g), divisor))
		t.Set(o.momentums[i], next)
		mean := ops.Subtract(w, ops.Multiply(rest(kept), z)) // Beta1·x
		t.Set(v, ops.Add(ops.Multiply(ofNew, next), ops.Multiply(rest(newest), mean)))
	}
}

// Check returns an error if Beta1, Beta2, Epsilon or WarmupSteps is out of range.
func (o *ScheduleFreeAdamW) Check() error {
	return errors.Join(
		fraction("Beta1", or(o.Beta1, .9)),
		fraction("Beta2", or(o.Beta2, .999)),
		atLeast("Epsilon", or(o.Epsilon, 1e-8), 0),
		atLeast("WarmupSteps", o.WarmupSteps, 0))
}

// MarshalConfig implements [config.Marshaler].
func (o *ScheduleFreeAdamW) MarshalConfig() (any, error) { return encode(o) }

// DecodeConfig implements [config.ConfigDecoder].
func (o *ScheduleFreeAdamW) DecodeConfig(d *config.Decoder, tree any) error {
	return decode(o, d, tree)
}
