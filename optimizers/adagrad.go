package optimizers

import (
	"cmp"
	"errors"

	"github.com/gokeras/keras/internal/config"
	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/optimizers/schedules"
)

// Adagrad divides gradients by the root of the sum of all their squares, so that
// rare gradients weigh more:
//
//	a = a + g²
//	w = w - rate·g/√(a + Epsilon)
//
// For each weight it keeps a, the accumulator. See Duchi, Hazan and Singer,
// Adaptive Subgradient Methods for Online Learning and Stochastic Optimization,
// 2011.
type Adagrad struct {
	// LearningRate is the learning rate, a float32 in computations. Default: 0.001.
	LearningRate float64 `json:"learning_rate" keras:"default=0.001;always;alias=lr"`

	// Schedule, if it isn't nil, takes the place of LearningRate. Default: nil.
	Schedule schedules.Schedule `keras:"key=learning_rate"`

	// InitialAccumulatorValue is the first value of a. Default: 0.1.
	InitialAccumulatorValue *float64 `json:"initial_accumulator_value" keras:"default=0.1;always"`

	// Epsilon keeps the divisor from being 0. Default: 1e-7.
	Epsilon *float64 `json:"epsilon" keras:"default=1e-07;always"`

	Base

	sums []*ops.Variable
}

var _ = config.Register[Adagrad](module)

// Rate implements [Optimizer].
func (a *Adagrad) Rate() (float64, schedules.Schedule) {
	return cmp.Or(a.LearningRate, 0.001), a.Schedule
}

// Build implements [Optimizer].
func (a *Adagrad) Build(vars []*ops.Variable) {
	for _, v := range vars {
		a.sums = append(a.sums, a.Slot(v, "accumulator", or(a.InitialAccumulatorValue, .1)))
	}
}

// Update implements [Optimizer].
func (a *Adagrad) Update(t *ops.Trace, s Step, vars []*ops.Variable, grads []*ops.Value) {
	for i, v := range vars {
		g := grads[i]
		total := ops.Add(t.Get(a.sums[i]), ops.Square(g))
		t.Set(a.sums[i], total)
		root := ops.Sqrt(ops.AddScalar(total, or(a.Epsilon, 1e-7)))
		t.Set(v, ops.Subtract(t.Get(v), ops.Divide(ops.Multiply(s.LearningRate, g), root)))
	}
}

// Check returns an error if InitialAccumulatorValue or Epsilon is negative.
func (a *Adagrad) Check() error {
	return errors.Join(
		atLeast("InitialAccumulatorValue", or(a.InitialAccumulatorValue, .1), 0),
		atLeast("Epsilon", or(a.Epsilon, 1e-7), 0))
}

// MarshalConfig implements [config.Marshaler].
func (a *Adagrad) MarshalConfig() (any, error) { return encode(a) }

// DecodeConfig implements [config.ConfigDecoder].
func (a *Adagrad) DecodeConfig(d *config.Decoder, tree any) error { return decode(a, d, tree) }
