package optimizers

import (
	"cmp"
	"errors"

	"github.com/gokeras/keras/internal/config"
	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/optimizers/schedules"
)

// Adadelta divides gradients by the root of a moving mean of their squares, and
// multiplies them by that of the steps:
//
//	a = Rho·a + (1-Rho)·g²
//	δ = √(d + Epsilon)/√(a + Epsilon) · g
//	d = Rho·d + (1-Rho)·δ²
//	w = w - rate·δ
//
// For each weight it keeps a, the accumulated_grad, and d, the
// accumulated_delta_var. The paper's rate is 1. See Zeiler, ADADELTA: An
// Adaptive Learning Rate Method, 2012.
type Adadelta struct {
	// LearningRate is the learning rate, a float32 in computations. Default: 0.001.
	LearningRate float64 `json:"learning_rate" keras:"default=0.001;always;alias=lr"`

	// Schedule, if it isn't nil, takes the place of LearningRate. Default: nil.
	Schedule schedules.Schedule `keras:"key=learning_rate"`

	// Rho is how much of the moving means stays in a step, from 0 to 1.
	// Default: 0.95.
	Rho *float64 `json:"rho" keras:"default=0.95;always"`

	// Epsilon keeps the divisor from being 0. Default: 1e-7.
	Epsilon *float64 `json:"epsilon" keras:"default=1e-07;always"`

	Base

	grads, deltas []*ops.Variable
}

var _ = config.Register[Adadelta](module)

// Rate implements [Optimizer].
func (a *Adadelta) Rate() (float64, schedules.Schedule) {
	return cmp.Or(a.LearningRate, 0.001), a.Schedule
}

// Build implements [Optimizer].
func (a *Adadelta) Build(vars []*ops.Variable) {
	for _, v := range vars {
		a.grads = append(a.grads, a.Slot(v, "accumulated_grad", 0))
		a.deltas = append(a.deltas, a.Slot(v, "accumulated_delta_var", 0))
	}
}

// Update implements [Optimizer].
func (a *Adadelta) Update(t *ops.Trace, s Step, vars []*ops.Variable, grads []*ops.Value) {
	rho, epsilon := or(a.Rho, .95), or(a.Epsilon, 1e-7)
	mean := func(old, x *ops.Value) *ops.Value {
		return ops.Add(ops.Scale(old, rho), ops.Scale(ops.Square(x), 1-rho))
	}
	root := func(x *ops.Value) *ops.Value { return ops.Sqrt(ops.AddScalar(x, epsilon)) }
	for i, v := range vars {
		g, steps := grads[i], t.Get(a.deltas[i])
		squares := mean(t.Get(a.grads[i]), g)
		delta := ops.Divide(ops.Multiply(root(steps), g), root(squares))
		t.Set(a.grads[i], squares)
		t.Set(a.deltas[i], mean(steps, delta))
		t.Set(v, ops.Subtract(t.Get(v), ops.Multiply(s.LearningRate, delta)))
	}
}

// Check returns an error if Rho or Epsilon is out of range.
func (a *Adadelta) Check() error {
	return errors.Join(
		within("Rho", or(a.Rho, .95), 0, 1),
		atLeast("Epsilon", or(a.Epsilon, 1e-7), 0))
}

// MarshalConfig implements [config.Marshaler].
func (a *Adadelta) MarshalConfig() (any, error) { return encode(a) }

// DecodeConfig implements [config.ConfigDecoder].
func (a *Adadelta) DecodeConfig(d *config.Decoder, tree any) error { return decode(a, d, tree) }
