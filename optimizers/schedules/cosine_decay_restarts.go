package schedules

import (
	"cmp"
	"errors"

	"github.com/gokeras/keras/internal/config"
	"github.com/gokeras/keras/ops"
)

// CosineDecayRestarts is [CosineDecay] that begins again and again. Each period
// is TMul times as long as the one before, and begins at MMul times its rate.
// In period i, of which a fraction p is over,
//
//	rate = InitialLearningRate · ((1-Alpha) · MMulⁱ · ½(1 + cos(π·p)) + Alpha)
//
// See Loshchilov and Hutter, SGDR: Stochastic Gradient Descent with Warm
// Restarts, 2016.
type CosineDecayRestarts struct {
	// InitialLearningRate is the rate at step 0. Required.
	InitialLearningRate float64 `json:"initial_learning_rate" keras:"default=0.0;always"`

	// FirstDecaySteps is the number of steps of the first period. Required.
	FirstDecaySteps float64 `json:"first_decay_steps"`

	// TMul is the length of a period as a multiple of that of the one before.
	// Default: 2.
	TMul float64 `json:"t_mul" keras:"default=2.0;always"`

	// MMul is the rate at the beginning of a period as a multiple of that of the
	// one before. Default: 1.
	MMul *float64 `json:"m_mul" keras:"default=1.0;always"`

	// Alpha is the last rate of the first period as a fraction of its first.
	// Default: 0.
	Alpha float64 `json:"alpha" keras:"default=0.0;always"`

	// Name is the schedule's name. Default: "SGDRDecay".
	Name string `json:"name" keras:"default=SGDRDecay;always"`
}

var _ = config.Register[CosineDecayRestarts]("keras.optimizers.schedules")

// At implements [Schedule].
func (s *CosineDecayRestarts) At(step *ops.Value) *ops.Value {
	i, p := s.period(ops.Divide(step, scalar(s.FirstDecaySteps)))
	height := ops.Power(scalar(or(s.MMul, 1)), i)
	wave := cosine(p, ops.Scale(height, .5))
	return ops.Scale(ops.AddScalar(ops.Scale(wave, 1-s.Alpha), s.Alpha), s.InitialLearningRate)
}

// period returns the number of the period, from 0, and the part of it that is
// over, after x times the first period. The first i periods are as long as
// (1-TMulⁱ)/(1-TMul) first ones.
func (s *CosineDecayRestarts) period(x *ops.Value) (i, p *ops.Value) {
	mul := cmp.Or(s.TMul, 2)
	if mul == 1 {
		i = ops.Floor(x)
		return i, ops.Subtract(x, i)
	}
	t, one := scalar(mul), scalar(1)
	reach := ops.Subtract(one, ops.Scale(x, 1-mul))
	i = ops.Floor(ops.Divide(ops.Log(reach), ops.Log(t)))
	length := ops.Power(t, i)
	before := ops.Divide(ops.Subtract(one, length), scalar(1-mul))
	return i, ops.Divide(ops.Subtract(x, before), length)
}

// Check returns an error if FirstDecaySteps or TMul isn't positive.
func (s *CosineDecayRestarts) Check() error {
	return errors.Join(
		positive("CosineDecayRestarts", "FirstDecaySteps", s.FirstDecaySteps),
		positive("CosineDecayRestarts", "TMul", cmp.Or(s.TMul, 2)))
}
