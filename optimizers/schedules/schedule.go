// Package schedules holds learning rates that change with the steps of training.
//
//	&optimizers.Adam{Schedule: &schedules.CosineDecay{InitialLearningRate: 1e-3, DecaySteps: 10_000}}
//
// A schedule of one's own is any type that has the method At, written with ops.
// Formulas and defaults are those of keras.optimizers.schedules.
package schedules

import (
	"fmt"

	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/tensor"
)

// A Schedule is a learning rate that depends on the step.
type Schedule interface {
	// At records the learning rate at a step: both are float32 scalars. The
	// first step is 0. Steps are batches, also where the gradients of several
	// are accumulated.
	At(step *ops.Value) *ops.Value
}

// Check returns all that is wrong with the arguments of a schedule, joined. It
// asks the schedule's own method Check() error, if it has one.
func Check(s Schedule) error {
	if c, ok := s.(interface{ Check() error }); ok {
		return c.Check()
	}
	return nil
}

// scalar is a number that the formulas know beforehand.
func scalar(v float64) *ops.Value { return ops.Const(v, tensor.Float32) }

// or returns the number that p points to, and def if it is nil.
func or(p *float64, def float64) float64 {
	if p == nil {
		return def
	}
	return *p
}

// positive returns an error if the argument isn't a positive number.
func positive(schedule, argument string, v float64) error {
	if v > 0 {
		return nil
	}
	return received(schedule, argument, v, "a positive number")
}

func received(schedule, argument string, v any, expected string) error {
	return fmt.Errorf("schedule %s: %s: received %v, expected %s", schedule, argument, v, expected)
}
