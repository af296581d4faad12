package schedules

import (
	"errors"
	"math"

	"github.com/gokeras/keras/internal/config"
	"github.com/gokeras/keras/ops"
)

// CosineDecay falls along half a wave of the cosine to Alpha times the rate it
// begins with, and stays there:
//
//	s = min(step, DecaySteps)
//	rate = InitialLearningRate · ((1-Alpha) · ½(1 + cos(π·s/DecaySteps)) + Alpha)
//
// With WarmupTarget it first rises in a straight line from InitialLearningRate
// to WarmupTarget over WarmupSteps steps, and decays from there.
//
// See Loshchilov and Hutter, SGDR: Stochastic Gradient Descent with Warm
// Restarts, 2016.
type CosineDecay struct {
	// InitialLearningRate is the rate at step 0. Required.
	InitialLearningRate float64 `json:"initial_learning_rate" keras:"default=0.0;always"`

	// DecaySteps is the number of steps of the decay, without those of the
	// warm-up. Required.
	DecaySteps float64 `json:"decay_steps"`

	// Alpha is the last rate as a fraction of the one the decay begins with.
	// Default: 0.
	Alpha float64 `json:"alpha" keras:"default=0.0;always"`

	// Name is the schedule's name. Default: "CosineDecay".
	Name string `json:"name" keras:"default=CosineDecay;always"`

	// WarmupTarget is the rate at the end of the warm-up. Nil is no warm-up.
	// Default: nil.
	WarmupTarget *float64 `json:"warmup_target"`

	// WarmupSteps is the number of steps of the warm-up. Default: 0.
	WarmupSteps float64 `json:"warmup_steps"`
}

var _ = config.Register[CosineDecay]("keras.optimizers.schedules")

// At implements [Schedule].
func (s *CosineDecay) At(step *ops.Value) *ops.Value {
	if s.WarmupTarget == nil {
		return s.decay(step, s.InitialLearningRate)
	}
	delta := scalar(*s.WarmupTarget - s.InitialLearningRate)
	warmup := ops.AddScalar(ops.Multiply(delta, ops.Divide(step, scalar(s.WarmupSteps))), s.InitialLearningRate)
	decay := s.decay(ops.AddScalar(step, -s.WarmupSteps), *s.WarmupTarget)
	return ops.Where(ops.Less(step, scalar(s.WarmupSteps)), warmup, decay)
}

func (s *CosineDecay) decay(step *ops.Value, from float64) *ops.Value {
	steps := scalar(s.DecaySteps)
	wave := cosine(ops.Divide(ops.Minimum(step, steps), steps), scalar(.5))
	return ops.Scale(ops.AddScalar(ops.Scale(wave, 1-s.Alpha), s.Alpha), from)
}

// cosine is half·(1 + cos(π·p)).
func cosine(p, half *ops.Value) *ops.Value {
	return ops.Multiply(half, ops.AddScalar(ops.Cos(ops.Scale(p, math.Pi)), 1))
}

// Check returns an error if DecaySteps isn't positive or WarmupSteps is
// negative.
func (s *CosineDecay) Check() error {
	err := positive("CosineDecay", "DecaySteps", s.DecaySteps)
	if s.WarmupSteps < 0 {
		err = errors.Join(err, received("CosineDecay", "WarmupSteps", s.WarmupSteps, "0 or more"))
	}
	return err
}
