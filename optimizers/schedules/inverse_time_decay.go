package schedules

import (
	"github.com/gokeras/keras/internal/config"
	"github.com/gokeras/keras/ops"
)

// InverseTimeDecay divides the rate by a number that grows with the steps:
//
//	rate = InitialLearningRate / (1 + DecayRate · step/DecaySteps)
type InverseTimeDecay struct {
	// InitialLearningRate is the rate at step 0. Required.
	InitialLearningRate float64 `json:"initial_learning_rate" keras:"default=0.0;always"`

	// DecaySteps is the number of steps over which the divisor grows by
	// DecayRate. Required.
	DecaySteps float64 `json:"decay_steps"`

	// DecayRate is how much the divisor grows in DecaySteps steps. Required.
	DecayRate float64 `json:"decay_rate" keras:"default=0.0;always"`

	// Staircase says whether step/DecaySteps is rounded down, so that the rate
	// falls in stairs. Default: false.
	Staircase bool `json:"staircase" keras:"default=false;always"`

	// Name is the schedule's name. Default: "InverseTimeDecay".
	Name string `json:"name" keras:"default=InverseTimeDecay;always"`
}

var _ = config.Register[InverseTimeDecay]("keras.optimizers.schedules")

// At implements [Schedule].
func (s *InverseTimeDecay) At(step *ops.Value) *ops.Value {
	p := ops.Divide(step, scalar(s.DecaySteps))
	if s.Staircase {
		p = ops.Floor(p)
	}
	divisor := ops.AddScalar(ops.Scale(p, s.DecayRate), 1)
	return ops.Divide(scalar(s.InitialLearningRate), divisor)
}

// Check returns an error if DecaySteps isn't positive.
func (s *InverseTimeDecay) Check() error {
	return positive("InverseTimeDecay", "DecaySteps", s.DecaySteps)
}
