package optimizers

import (
	"cmp"
	"errors"

	"github.com/gokeras/keras/internal/config"
	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/optimizers/schedules"
	"github.com/gokeras/keras/tensor"
)

// Adafactor divides gradients by the root of a mean of their squares, of which it
// keeps for matrices the means of rows and columns only. At step t, with
// ρ = min(rate, 1/√t) and β = 1 - t^Beta2Decay,
//
//	r = β·r + (1-β)·mean(g² + Epsilon1) of each row
//	c = β·c + (1-β)·mean(g² + Epsilon1) of each column
//	v = r/mean(r)·c
//	u = g/√v
//	w = w - max(Epsilon2, RMS(w))·ρ·u / max(1, RMS(u)/ClipThreshold)
//
// Rows and columns are the last two axes; more axes are as many matrices. For
// weights of fewer axes, v = β·v + (1-β)·(g² + Epsilon1).
//
// For each weight it keeps r, c, both by the weight's own name, and v, the velocity. Where
// there are no matrices, r and c are numbers that nobody reads. See Shazeer and
// Stern, Adafactor: Adaptive Learning Rates with Sublinear Memory Cost, 2018.
type Adafactor struct {
	// LearningRate is the learning rate, a float32 in computations. Default: 0.001.
	LearningRate float64 `json:"learning_rate" keras:"default=0.001;always;alias=lr"`

	// Schedule, if it isn't nil, takes the place of LearningRate. Default: nil.
	Schedule schedules.Schedule `keras:"key=learning_rate"`

	// Beta2Decay says how fast β comes near 1. It isn't positive. Default: -0.8.
	Beta2Decay *float64 `json:"beta_2_decay" keras:"default=-0.8;always"`

	// Epsilon1 keeps the divisor from being 0. Default: 1e-30.
	Epsilon1 *float64 `json:"epsilon_1" keras:"default=1e-30;always"`

	// Epsilon2 is the size that weights count as having at least. Default: 0.001.
	Epsilon2 *float64 `json:"epsilon_2" keras:"default=0.001;always"`

	// ClipThreshold is the size that u has at most. Default: 1.
	ClipThreshold float64 `json:"clip_threshold" keras:"default=1.0;always"`

	// RelativeStep is kept for files of Keras, in which it changes nothing: the
	// rate is at most 1/√t in any case. Default: true.
	RelativeStep *bool `json:"relative_step" keras:"default=true;always"`

	Base

	rows, columns, velocities []*ops.Variable
}

var _ = config.Register[Adafactor](module)

// Rate implements [Optimizer].
func (a *Adafactor) Rate() (float64, schedules.Schedule) {
	return cmp.Or(a.LearningRate, 0.001), a.Schedule
}

// Build implements [Optimizer].
func (a *Adafactor) Build(vars []*ops.Variable) {
	for _, v := range vars {
		a.rows = append(a.rows, a.factor(v, -1))
		a.columns = append(a.columns, a.factor(v, -2))
		a.velocities = append(a.velocities, a.Slot(v, "velocity", 0))
	}
}

// factor makes a variable for a weight's means along an axis.
func (a *Adafactor) factor(weight *ops.Variable, axis int) *ops.Variable {
	shape := weight.Shape()
	if len(shape) < 2 {
		v := a.AddVariable(weight.Name, tensor.Scalar[int32](0))
		v.Path = weight.Name // Keras makes it outside of the optimizer
		return v
	}
	at := len(shape) + axis
	shape = append(shape[:at].Clone(), shape[at+1:]...)
	return a.AddVariable(weight.Name, tensor.New(weight.DType(), shape...))
}

// Update implements [Optimizer].
func (a *Adafactor) Update(t *ops.Trace, s Step, vars []*ops.Variable, grads []*ops.Value) {
	rate := ops.Minimum(s.LearningRate, ops.Rsqrt(s.Number))
	part := ops.Power(s.Number, ops.FullLike(s.Number, or(a.Beta2Decay, -.8)))
	mean := func(v *ops.Variable, x *ops.Value) *ops.Value {
		t.Set(v, ops.Add(ops.Multiply(rest(part), t.Get(v)), ops.Multiply(part, x)))
		return t.Get(v)
	}
	for i, v := range vars {
		g, w := grads[i], t.Get(v)
		square := ops.AddScalar(ops.Square(g), or(a.Epsilon1, 1e-30))
		if len(v.Shape()) < 2 {
			square = mean(a.velocities[i], square)
		} else {
			r, c := mean(a.rows[i], ops.Mean(square, -1)), mean(a.columns[i], ops.Mean(square, -2))
			r = ops.Divide(r, ops.KeepDims(ops.Mean(r, -1), r, -1))
			square = ops.Multiply(ops.ExpandDims(r, -1), ops.ExpandDims(c, -2))
			t.Set(a.velocities[i], square)
		}
		step := ops.Divide(g, ops.Sqrt(square))
		size := ops.Scale(rms(step), 1/cmp.Or(a.ClipThreshold, 1))
		least := ops.FullLike(size, or(a.Epsilon2, 1e-3))
		length := ops.Divide(ops.Maximum(least, rms(w)), ops.Maximum(ops.OnesLike(size), size))
		t.Set(v, ops.Subtract(w, ops.Multiply(ops.Multiply(length, rate), step)))
	}
}

// rms returns the root of the mean of squares.
func rms(x *ops.Value) *ops.Value { return ops.Sqrt(ops.Mean(ops.Square(x))) }

// Check returns an error if Beta2Decay is positive, ClipThreshold isn't, or an
// epsilon is negative.
func (a *Adafactor) Check() error {
	var threshold error
	if c := a.ClipThreshold; !(c >= 0) {
		threshold = received("ClipThreshold", c, "a positive number")
	}
	return errors.Join(
		atMost("Beta2Decay", or(a.Beta2Decay, -.8), 0),
		atLeast("Epsilon1", or(a.Epsilon1, 1e-30), 0),
		atLeast("Epsilon2", or(a.Epsilon2, 1e-3), 0),
		threshold)
}

// MarshalConfig implements [config.Marshaler].
func (a *Adafactor) MarshalConfig() (any, error) { return encode(a) }

// DecodeConfig implements [config.ConfigDecoder].
func (a *Adafactor) DecodeConfig(d *config.Decoder, tree any) error { return decode(a, d, tree) }
