package optimizers

import (
	"cmp"

	"github.com/gokeras/keras/internal/config"
	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/optimizers/schedules"
)

// SGD is gradient descent, with momentum if Momentum isn't 0:
//
//	m = Momentum·m - rate·g
//	w = w + m
//
// With Nesterov the momentum is looked ahead: w = w + Momentum·m - rate·g.
// Without momentum, w = w - rate·g.
//
// For each weight it keeps m, the momentum, if there is one. See Sutskever et
// al., On the importance of initialization and momentum in deep learning, 2013.
type SGD struct {
	// LearningRate is the learning rate, a float32 in computations. Default: 0.01.
	LearningRate float64 `json:"learning_rate" keras:"default=0.01;always;alias=lr"`

	// Schedule, if it isn't nil, takes the place of LearningRate. Default: nil.
	Schedule schedules.Schedule `keras:"key=learning_rate"`

	// Momentum is how much of the last step is taken again, from 0 to 1.
	// Default: 0.
	Momentum float64 `json:"momentum" keras:"default=0.0;always"`

	// Nesterov says whether momentum is Nesterov'o. Default: false.
	Nesterov bool `json:"nesterov" keras:"default=false;always"`

	Base

	momentums []*ops.Variable
}

var _ = config.Register[SGD](module)

// Rate implements [Optimizer].
func (o *SGD) Rate() (float64, schedules.Schedule) {
	return cmp.Or(o.LearningRate, 0.01), o.Schedule
}

// Build implements [Optimizer].
func (o *SGD) Build(vars []*ops.Variable) {
	if o.Momentum == 0 {
		return
	}
	for _, v := range vars {
		o.momentums = append(o.momentums, o.Slot(v, "momentum", 0))
	}
}

// Update implements [Optimizer].
func (o *SGD) Update(t *ops.Trace, s Step, vars []*ops.Variable, grads []*ops.Value) {
	for i, v := range vars {
		w, step := t.Get(v), ops.Multiply(grads[i], s.LearningRate)
		if o.Momentum == 0 {
			t.Set(v, ops.Subtract(w, step))
			continue
		}
		m := ops.Subtract(ops.Scale(t.Get(o.momentums[i]), o.Momentum), step)
		t.Set(o.momentums[i], m)
		if o.Nesterov {
			m = ops.Subtract(ops.Scale(m, o.Momentum), step)
		}
		t.Set(v, ops.Add(w, m))
	}
}

// Check returns an error if Momentum is out of range.
func (o *SGD) Check() error {
	return within("Momentum", o.Momentum, 0, 1)
}

// MarshalConfig implements [config.Marshaler].
func (o *SGD) MarshalConfig() (any, error) { return encode(o) }

// DecodeConfig implements [config.ConfigDecoder].
func (o *SGD) DecodeConfig(d *config.Decoder, tree any) error { return decode(o, d, tree) }
