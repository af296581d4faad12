package optimizers

import (
	"cmp"
	"errors"

	"github.com/gokeras/keras/internal/config"
	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/optimizers/schedules"
)

// Lion steps by the sign of a mean of gradients, so that all weights move equally
// far:
//
//	w = w - rate·sign(Beta1·m + (1-Beta1)·g)
//	m = Beta2·m + (1-Beta2)·g
//
// Its rate is best 3 to 10 times smaller than that of AdamW, and WeightDecay as many
// times larger. For each weight it keeps m, the momentum. See Chen et al., Symbolic
// Discovery of Optimization Algorithms, 2023.
type Lion struct {
	// LearningRate is the learning rate, a float32 in computations. Default: 0.001.
	LearningRate float64 `json:"learning_rate" keras:"default=0.001;always;alias=lr"`

	// Schedule, if it isn't nil, takes the place of LearningRate. Default: nil.
	Schedule schedules.Schedule `keras:"key=learning_rate"`

	// Beta1 is how much of the mean there is beside the gradient in what gives the
	// sign, above 0 and at most 1. Default: 0.9.
	Beta1 float64 `json:"beta_1" keras:"default=0.9;always"`

	// Beta2 is how much of the mean stays in a step, from 0 to 1. Default: 0.99.
	Beta2 *float64 `json:"beta_2" keras:"default=0.99;always"`

	Base

	momentums []*ops.Variable
}

var _ = config.Register[Lion](module)

// Rate implements [Optimizer].
func (l *Lion) Rate() (float64, schedules.Schedule) {
	return cmp.Or(l.LearningRate, 0.001), l.Schedule
}

// Build implements [Optimizer].
func (l *Lion) Build(vars []*ops.Variable) {
	for _, v := range vars {
		l.momentums = append(l.momentums, l.Slot(v, "momentum", 0))
	}
}

// Update implements [Optimizer].
func (l *Lion) Update(t *ops.Trace, s Step, vars []*ops.Variable, grads []*ops.Value) {
	mix := func(m, g *ops.Value, beta float64) *ops.Value {
		kept := ops.FullLike(s.LearningRate, beta)
		return ops.Add(ops.Multiply(m, kept), ops.Multiply(g, rest(kept)))
	}
	for i, v := range vars {
		g, m := grads[i], t.Get(l.momentums[i])
		sign := ops.Sign(mix(m, g, cmp.Or(l.Beta1, .9)))
		t.Set(v, ops.Subtract(t.Get(v), ops.Multiply(s.LearningRate, sign)))
		t.Set(l.momentums[i], mix(m, g, or(l.Beta2, .99)))
	}
}

// rest returns 1-x. Where Keras subtracts a beta that is a float32 already, so does
// this.
func rest(x *ops.Value) *ops.Value { return ops.Subtract(ops.OnesLike(x), x) }

// Check returns an error if Beta1 or Beta2 is out of range.
func (l *Lion) Check() error {
	var beta1 error
	if b := cmp.Or(l.Beta1, .9); !(b > 0 && b <= 1) {
		beta1 = received("Beta1", b, "a number above 0 and at most 1")
	}
	return errors.Join(beta1, within("Beta2", or(l.Beta2, .99), 0, 1))
}

// MarshalConfig implements [config.Marshaler].
func (l *Lion) MarshalConfig() (any, error) { return encode(l) }

// DecodeConfig implements [config.ConfigDecoder].
func (l *Lion) DecodeConfig(d *config.Decoder, tree any) error { return decode(l, d, tree) }
