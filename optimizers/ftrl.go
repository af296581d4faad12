package optimizers

import (
	"cmp"
	"errors"

	"github.com/gokeras/keras/internal/config"
	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/optimizers/schedules"
)

// Ftrl follows the regularized leader: what all gradients so far would have made of
// weights that began at 0, with penalties that keep many of them there. With
// p = -LearningRatePower,
//
//	n' = n + g²
//	z = z + g + 2·L2ShrinkageRegularizationStrength·w - (n'ᵖ - nᵖ)/rate·w
//	w = (clip(z, -L1, L1) - z) / (n'ᵖ/rate + 2·L2 + Beta/rate)
//	n = n'
//
// where L1 and L2 are the regularization strengths. For each weight it keeps n, the
// accumulator, and z, the linear part. See McMahan et al., Ad Click Prediction: a
// View from the Trenches, 2013, whose α is the rate here.
type Ftrl struct {
	// LearningRate is the learning rate, a float32 in computations. Default: 0.001.
	LearningRate float64 `json:"learning_rate" keras:"default=0.001;always;alias=lr"`

	// Schedule, if it isn't nil, takes the place of LearningRate. Default: nil.
	Schedule schedules.Schedule `keras:"key=learning_rate"`

	// LearningRatePower says how the rate falls as gradients add up; 0 is not at
	// all. It isn't positive. Default: -0.5.
	LearningRatePower *float64 `json:"learning_rate_power" keras:"default=-0.5;always"`

	// InitialAccumulatorValue is the first value of n. Default: 0.1.
	InitialAccumulatorValue *float64 `json:"initial_accumulator_value" keras:"default=0.1;always"`

	// L1RegularizationStrength is the size of z up to which a weight is 0. Default: 0.
	L1RegularizationStrength float64 `json:"l1_regularization_strength" keras:"default=0.0;always"`

	// L2RegularizationStrength makes all weights smaller. Default: 0.
	L2RegularizationStrength float64 `json:"l2_regularization_strength" keras:"default=0.0;always"`

	// L2ShrinkageRegularizationStrength is a penalty on the weights as they are
	// now, times which the weights are added to the gradients. Default: 0.
	L2ShrinkageRegularizationStrength float64 `json:"l2_shrinkage_regularization_strength" keras:"default=0.0;always"`

	// Beta makes the first steps smaller. Default: 0.
	Beta float64 `json:"beta" keras:"default=0.0;always"`

	Base

	sums, linears []*ops.Variable
}

var _ = config.Register[Ftrl](module)

// Rate implements [Optimizer].
func (f *Ftrl) Rate() (float64, schedules.Schedule) {
	return cmp.Or(f.LearningRate, 0.001), f.Schedule
}

// Build implements [Optimizer].
func (f *Ftrl) Build(vars []*ops.Variable) {
	for _, v := range vars {
		f.sums = append(f.sums, f.Slot(v, "accumulator", or(f.InitialAccumulatorValue, .1)))
		f.linears = append(f.linears, f.Slot(v, "linear", 0))
	}
}

// Update implements [Optimizer].
func (f *Ftrl) Update(t *ops.Trace, s Step, vars []*ops.Variable, grads []*ops.Value) {
	l1, l2, shrinkage := f.L1RegularizationStrength, f.L2RegularizationStrength, f.L2ShrinkageRegularizationStrength
	least := ops.AddScalar(ops.Divide(ops.FullLike(s.LearningRate, f.Beta), s.LearningRate), 2*l2)
	for i, v := range vars {
		g, w := grads[i], t.Get(v)
		old := t.Get(f.sums[i])
		sum := ops.Add(old, ops.Square(g))
		t.Set(f.sums[i], sum)
		divisor := f.power(sum)
		pull := ops.Multiply(ops.Divide(ops.Subtract(divisor, f.power(old)), s.LearningRate), w)
		linear := ops.Add(t.Get(f.linears[i]), ops.Subtract(ops.Add(g, ops.Scale(w, 2*shrinkage)), pull))
		t.Set(f.linears[i], linear)
		divisor = ops.Add(ops.Divide(divisor, s.LearningRate), least)
		t.Set(v, ops.Divide(ops.Subtract(ops.Clip(linear, -l1, l1), linear), divisor))
	}
}

// power returns x to the power of -LearningRatePower.
func (f *Ftrl) power(x *ops.Value) *ops.Value {
	if p := -or(f.LearningRatePower, -.5); p != .5 {
		return ops.Power(x, ops.FullLike(x, p))
	}
	return ops.Sqrt(x)
}

// Check returns an error if LearningRatePower is positive or another argument
// negative.
func (f *Ftrl) Check() error {
	return errors.Join(
		atMost("LearningRatePower", or(f.LearningRatePower, -.5), 0),
		atLeast("InitialAccumulatorValue", or(f.InitialAccumulatorValue, .1), 0),
		atLeast("L1RegularizationStrength", f.L1RegularizationStrength, 0),
		atLeast("L2RegularizationStrength", f.L2RegularizationStrength, 0),
		atLeast("L2ShrinkageRegularizationStrength", f.L2ShrinkageRegularizationStrength, 0),
		atLeast("Beta", f.Beta, 0))
}

// MarshalConfig implements [config.Marshaler].
func (f *Ftrl) MarshalConfig() (any, error) { return encode(f) }

// DecodeConfig implements [config.ConfigDecoder].
func (f *Ftrl) DecodeConfig(d *config.Decoder, tree any) error { return decode(f, d, tree) }
