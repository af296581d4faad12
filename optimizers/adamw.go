package optimizers

import (
	"cmp"
	"errors"

	"github.com/gokeras/keras/internal/config"
	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/optimizers/schedules"
)

// AdamW is [Adam] with weight decay, which doesn't go through the moving means:
// w = w - w·WeightDecay·rate before each step.
//
// It keeps what Adam keeps. See Loshchilov and Hutter, Decoupled Weight Decay
// Regularization, 2017.
type AdamW struct {
	// LearningRate is the learning rate, a float32 in computations. Default: 0.001.
	LearningRate float64 `json:"learning_rate" keras:"default=0.001;always;alias=lr"`

	// Schedule, if it isn't nil, takes the place of LearningRate. Default: nil.
	Schedule schedules.Schedule `keras:"key=learning_rate"`

	// WeightDecay is the part of each weight, times the learning rate, that is
	// taken away before every update. Default: 0.004.
	WeightDecay *float64 `json:"weight_decay" keras:"default=0.004;always"`

	// Beta1 is how much of the mean of gradients stays in a step, at least 0 and
	// below 1. Default: 0.9.
	Beta1 *float64 `json:"beta_1" keras:"default=0.9;always"`

	// Beta2 is how much of the mean of squares stays in a step, at least 0
	// and below 1. Default: 0.999.
	Beta2 *float64 `json:"beta_2" keras:"default=0.999;always"`

	// Epsilon keeps the divisor from being 0. Default: 1e-7.
	Epsilon *float64 `json:"epsilon" keras:"default=1e-07;always"`

	// Amsgrad says whether the divisor takes the largest v so far. Default: false.
	Amsgrad bool `json:"amsgrad" keras:"default=false;always"`

	Base

	rule adam
}

var _ = config.Register[AdamW](module)

// Rate implements [Optimizer].
func (a *AdamW) Rate() (float64, schedules.Schedule) {
	return cmp.Or(a.LearningRate, 0.001), a.Schedule
}

// Build implements [Optimizer].
func (a *AdamW) Build(vars []*ops.Variable) {
	a.decay = func(*ops.Variable) float64 { return or(a.WeightDecay, .004) }
	a.rule = adam{beta1: or(a.Beta1, .9), beta2: or(a.Beta2, .999), epsilon: or(a.Epsilon, 1e-7)}
	a.rule.build(&a.Base, vars, a.Amsgrad)
}

// Update implements [Optimizer].
func (a *AdamW) Update(t *ops.Trace, s Step, vars []*ops.Variable, grads []*ops.Value) {
	a.rule.update(t, s, vars, grads)
}

// Check returns an error if WeightDecay, Beta1, Beta2 or Epsilon is out of
// range, or if the WeightDecay of the Base is set too.
func (a *AdamW) Check() error {
	var twice error
	if d := a.Base.WeightDecay; d != 0 {
		twice = received("Base.WeightDecay", d, "0: AdamW has a WeightDecay of its own")
	}
	return errors.Join(
		twice,
		atLeast("WeightDecay", or(a.WeightDecay, .004), 0),
		fraction("Beta1", or(a.Beta1, .9)),
		fraction("Beta2", or(a.Beta2, .999)),
		atLeast("Epsilon", or(a.Epsilon, 1e-7), 0))
}

// MarshalConfig implements [config.Marshaler].
func (a *AdamW) MarshalConfig() (any, error) { return encode(a) }

// DecodeConfig implements [config.ConfigDecoder].
func (a *AdamW) DecodeConfig(d *config.Decoder, tree any) error {
	return decode(a, d, zeroForNull(tree, "weight_decay"))
}
