package schedules

import (
	"github.com/gokeras/keras/internal/config"
	"github.com/gokeras/keras/ops"
)

// ExponentialDecay multiplies the rate by DecayRate every DecaySteps steps:
//
//	rate = InitialLearningRate · DecayRate^(step/DecaySteps)
type ExponentialDecay struct {
	// InitialLearningRate is the rate at step 0. Required.
	InitialLearningRate float64 `json:"initial_learning_rate" keras:"default=0.0;always"`

	// DecaySteps is the number of steps over which the rate decays once. Required.
	DecaySteps float64 `json:"decay_steps"`

	// DecayRate is the factor of one decay. Required.
	DecayRate float64 `json:"decay_rate" keras:"default=0.0;always"`

	// Staircase says whether step/DecaySteps is rounded down, so that the rate
	// falls in stairs. Default: false.
	Staircase bool `json:"staircase" keras:"default=false;always"`

	// Name is the schedule's name. Default: "ExponentialDecay".
	Name string `json:"name" keras:"default=ExponentialDecay;always"`
}

var _ = config.Register[ExponentialDecay]("keras.optimizers.schedules")

// At implements [Schedule].
func (s *ExponentialDecay) At(step *ops.Value) *ops.Value {
	p := ops.Divide(step, scalar(s.DecaySteps))
	if s.Staircase {
		p = ops.Floor(p)
	}
	return ops.Multiply(scalar(s.InitialLearningRate), ops.Power(scalar(s.DecayRate), p))
}

// Check returns an error if DecaySteps isn't positive.
func (s *ExponentialDecay) Check() error {
	return positive("ExponentialDecay", "DecaySteps", s.DecaySteps)
}
