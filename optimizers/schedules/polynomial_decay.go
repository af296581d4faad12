package schedules

import (
	"github.com/gokeras/keras/internal/config"
	"github.com/gokeras/keras/ops"
)

// PolynomialDecay falls from one rate to another along a power of the steps,
// and stays there:
//
//	s = min(step, DecaySteps)
//	rate = (InitialLearningRate - EndLearningRate) · (1 - s/DecaySteps)^Power + EndLearningRate
//
// With Cycle it begins anew from higher up: DecaySteps becomes its first
// multiple that is not below the step.
type PolynomialDecay struct {
	// InitialLearningRate is the rate at step 0. Required.
	InitialLearningRate float64 `json:"initial_learning_rate" keras:"default=0.0;always"`

	// DecaySteps is the number of steps until the last rate. Required.
	DecaySteps float64 `json:"decay_steps"`

	// EndLearningRate is the last rate. Default: 0.0001.
	EndLearningRate *float64 `json:"end_learning_rate" keras:"default=0.0001;always"`

	// Power is the exponent; 1 is a straight line. Default: 1.
	Power *float64 `json:"power" keras:"default=1.0;always"`

	// Cycle says whether the rate goes on after DecaySteps. Default: false.
	Cycle bool `json:"cycle" keras:"default=false;always"`

	// Name is the schedule's name. Default: "PolynomialDecay".
	Name string `json:"name" keras:"default=PolynomialDecay;always"`
}

var _ = config.Register[PolynomialDecay]("keras.optimizers.schedules")

// At implements [Schedule].
func (s *PolynomialDecay) At(step *ops.Value) *ops.Value {
	initial, end := scalar(s.InitialLearningRate), scalar(or(s.EndLearningRate, 1e-4))
	steps := scalar(s.DecaySteps)
	if s.Cycle {
		up := ops.Negative(ops.Floor(ops.Negative(ops.Divide(step, steps))))
		steps = ops.Multiply(steps, ops.Maximum(up, scalar(1)))
	} else {
		step = ops.Minimum(step, steps)
	}
	left := ops.Subtract(scalar(1), ops.Divide(step, steps))
	p := ops.Power(left, scalar(or(s.Power, 1)))
	return ops.Add(ops.Multiply(ops.Subtract(initial, end), p), end)
}

// Check returns an error if DecaySteps isn't positive.
func (s *PolynomialDecay) Check() error {
	return positive("PolynomialDecay", "DecaySteps", s.DecaySteps)
}
