package optimizers

import (
	"fmt"

	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/optimizers/schedules"
	"github.com/gokeras/keras/tensor"
)

// LearningRate returns the variable that holds the learning rate, a float32
// scalar, and nil if a schedule takes its place.
func LearningRate(o Optimizer) *ops.Variable {
	b := o.base()
	b.start(o)
	return b.rate
}

// SetLearningRate changes the learning rate of the steps to come. It is an error
// if the rate follows a schedule.
func SetLearningRate(o Optimizer, rate float64) error {
	v := LearningRate(o)
	if v == nil {
		_, schedule := o.Rate()
		return fmt.Errorf("optimizer %q: SetLearningRate: received %v, expected none: the rate follows a %T", NameOf(o), rate, schedule)
	}
	return v.Assign(tensor.Scalar(float32(rate)))
}

// CurrentRate records the learning rate of the next step, a float32 scalar:
// that of the variable, or that of the schedule.
func CurrentRate(t *ops.Trace, o Optimizer) (rate *ops.Value, err error) {
	defer named(o, &err)
	defer ops.Catch(&err)
	return currentRate(t, o)
}

func currentRate(t *ops.Trace, o Optimizer) (*ops.Value, error) {
	if v := LearningRate(o); v != nil {
		return t.Get(v), nil
	}
	_, schedule := o.Rate()
	if err := schedules.Check(schedule); err != nil {
		return nil, err
	}
	rate := schedule.At(ops.Cast(t.Get(o.base().iteration), tensor.Float32))
	if len(rate.Shape) != 0 {
		return nil, fmt.Errorf("schedule %T: received a rate of shape %v, expected a scalar", schedule, rate.Shape)
	}
	return rate, nil
}
