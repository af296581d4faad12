package layers

import (
	"errors"
	"fmt"

	"github.com/gokeras/keras/constraints"
	"github.com/gokeras/keras/initializers"
	"github.com/gokeras/keras/internal/config"
	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/regularizers"
	"github.com/gokeras/keras/tensor"
)

// BatchNormalization gives each channel the mean 0 and the variance 1, and then a scale
// and an offset that are learned (Ioffe and Szegedy, 2015):
//
//	y = gamma·(x-mean)/√(variance+Epsilon) + beta
//
// In training, mean and variance are those of the batch, without what its mask hides, and
// moving averages follow them; otherwise they are the moving averages. A layer that isn't
// Trainable, or is within one that isn't, never behaves as in training.
//
// Input of any shape, output of the same. Its weights are gamma, beta, moving_mean and
// moving_variance, of one element for each channel.
type BatchNormalization struct {
	// Axis is the axis of the channels. Default: -1.
	Axis *int `json:"axis" keras:"default=-1"`

	// Momentum is how much of a moving average is kept in a step. Default: 0.99.
	Momentum *float64 `json:"momentum" keras:"default=0.99"`

	// Epsilon is added to the variance. Default: 0.001.
	Epsilon *float64 `json:"epsilon" keras:"default=0.001"`

	// Center says whether there is an offset beta. Default: true.
	Center *bool `json:"center" keras:"default=true"`

	// Scale says whether there is a scale gamma. Default: true.
	Scale *bool `json:"scale" keras:"default=true"`

	// BetaInitializer gives the first offset. Default: Zeros.
	BetaInitializer initializers.Initializer `json:"beta_initializer" keras:"default=Zeros"`

	// GammaInitializer gives the first scale. Default: Ones.
	GammaInitializer initializers.Initializer `json:"gamma_initializer" keras:"default=Ones"`

	// MovingMeanInitializer gives the first average of means. Default: Zeros.
	MovingMeanInitializer initializers.Initializer `json:"moving_mean_initializer" keras:"default=Zeros"`

	// MovingVarianceInitializer gives the first average of variances. Default: Ones.
	MovingVarianceInitializer initializers.Initializer `json:"moving_variance_initializer" keras:"default=Ones"`

	// BetaRegularizer is a penalty on the offset. Default: none.
	BetaRegularizer regularizers.Regularizer `json:"beta_regularizer"`

	// GammaRegularizer is a penalty on the scale. Default: none.
	GammaRegularizer regularizers.Regularizer `json:"gamma_regularizer"`

	// BetaConstraint limits the offset. Default: none.
	BetaConstraint constraints.Constraint `json:"beta_constraint"`

	// GammaConstraint limits the scale. Default: none.
	GammaConstraint constraints.Constraint `json:"gamma_constraint"`

	// Renorm corrects mean and variance of a batch towards their averages, so that
	// training computes nearly what predictions do (Ioffe, 2017). Default: false.
	Renorm bool `json:"renorm" keras:"default=false"`

	// RenormClipping limits the corrections: the factor to the range from "rmin" to
	// "rmax", the offset to that from -"dmax" to "dmax". Default: no limits.
	RenormClipping map[string]float64 `json:"renorm_clipping"`

	// RenormMomentum is how much of an average that corrects is kept in a step.
	// Default: 0.99.
	RenormMomentum *float64 `json:"renorm_momentum" keras:"default=0.99"`

	// Synchronized takes the statistics over the devices of a step; there is one.
	// Default: false.
	Synchronized bool `json:"synchronized" keras:"default=false"`

	Base

	gamma, beta              *ops.Variable
	movingMean, movingVar    *ops.Variable
	movingStddev             *ops.Variable // these with Renorm only
	renormMean, renormStddev *ops.Variable
}

var _ = register[BatchNormalization]()

// DecodeConfig reads a config, in which old versions of Keras have a list of one axis.
func (b *BatchNormalization) DecodeConfig(d *config.Decoder, tree any) error {
	m, ok := tree.(config.Map)
	if !ok {
		return fmt.Errorf("config: received %v, expected an object", tree)
	}
	if axis, ok := m.Get("axis"); ok {
		if list, ok := axis.([]any); ok && len(list) == 1 {
			m.Set("axis", list[0])
		}
	}
	return d.Fields(m, b)
}

// Validate implements [Validator].
func (b *BatchNormalization) Validate() error {
	return errors.Join(checkEpsilon(b.Epsilon), momentum("Momentum", b.Momentum), momentum("RenormMomentum", b.RenormMomentum), b.checkClipping())
}

func momentum(name string, m *float64) error {
	if m != nil && !(*m >= 0 && *m <= 1) {
		return received(name, *m, "a number between 0 and 1")
	}
	return nil
}

// Build implements [Layer].
func (b *BatchNormalization) Build(in tensor.Shape) error {
	axis, err := axisOf("Axis", given(b.Axis, -1), in)
	if err == nil {
		err = knownAxes([]int{axis}, in)
	}
	if err != nil {
		return err
	}
	shape := tensor.Shape{in[axis]}
	b.gamma = b.addIf(given(b.Scale, true), Weight{
		Name: "gamma", Shape: shape,
		Initializer: orOnes(b.GammaInitializer), Regularizer: b.GammaRegularizer, Constraint: b.GammaConstraint,
	})
	b.beta = b.addIf(given(b.Center, true), Weight{
		Name: "beta", Shape: shape,
		Initializer: orZeros(b.BetaInitializer), Regularizer: b.BetaRegularizer, Constraint: b.BetaConstraint,
	})
	mean, variance := orZeros(b.MovingMeanInitializer), orOnes(b.MovingVarianceInitializer)
	b.movingMean = b.AddWeight(Weight{Name: "moving_mean", Shape: shape, Initializer: mean, Frozen: true})
	b.movingVar = b.AddWeight(Weight{Name: "moving_variance", Shape: shape, Initializer: variance, Frozen: true})
	if b.Renorm {
		root := rooted{variance}
		b.movingStddev = b.AddWeight(Weight{Name: "moving_stddev", Shape: shape, Initializer: root, Frozen: true})
		b.renormMean = b.AddWeight(Weight{Name: "renorm_mean", Shape: shape, Initializer: mean, Frozen: true})
		b.renormStddev = b.AddWeight(Weight{Name: "renorm_stddev", Shape: shape, Initializer: root, Frozen: true})
	}
	return nil
}

// Call implements [Layer].
func (b *BatchNormalization) Call(t *ops.Trace, x *ops.Value) *ops.Value {
	mask := t.Mask(x)
	x = ops.Cast(x, b.computeDType())
	axis := axesAt(x, b.Axis, nil)[0]
	mean, variance := t.Get(b.movingMean), t.Get(b.movingVar)
	var gamma, beta *ops.Value
	if b.gamma != nil {
		gamma = t.Get(b.gamma)
	}
	if b.beta != nil {
		beta = t.Get(b.beta)
	}
	if t.Training && !t.Frozen {
		mean, variance = channelMoments(x, axis, mask)
		if b.Renorm {
			gamma, beta = b.correct(t, mean, variance, gamma, beta)
			b.updateRenorm(t, mean, variance)
		} else {
			follow(t, b.movingMean, mean, given(b.Momentum, .99))
			follow(t, b.movingVar, variance, given(b.Momentum, .99))
		}
	}
	factor, offset := scaling(mean, variance, given(b.Epsilon, 1e-3), gamma, beta)
	_, shape := alongAxes(x.Shape, []int{axis})
	return ops.Add(ops.Multiply(x, ops.Reshape(factor, shape...)), ops.Reshape(offset, shape...))
}

// follow moves an average towards a value. Gradients don't pass.
func follow(t *ops.Trace, v *ops.Variable, x *ops.Value, momentum float64) {
	t.Set(v, ops.Add(ops.Scale(t.Get(v), momentum), ops.Scale(x, 1-momentum)))
}

// channelMoments returns the mean and the variance of each channel of x, over the
// elements that the mask shows if there is one.
func channelMoments(x *ops.Value, axis int, mask *ops.Value) (mean, variance *ops.Value) {
	axes := without([]int{axis}, len(x.Shape))
	n := x.Shape[axis]
	if mask == nil {
		mean, variance := moments(x, axes)
		return ops.Reshape(mean, n), ops.Reshape(variance, n)
	}
	if len(mask.Shape) != len(x.Shape)-1 {
		ops.Fail("BatchNormalization", "mask: received shape %v, expected one axis less than the input's %v", mask.Shape, x.Shape)
	}
	shown := spread(mask, x)
	zero := ops.ZerosLike(x)
	// Keras adds this to the number of elements, which may be 0.
	count := ops.AddScalar(ops.Sum(ops.Cast(shown, x.DType), axes...), 1e-7)
	mean = ops.Divide(ops.Sum(ops.Where(shown, x, zero), axes...), count)
	centered := ops.Where(shown, ops.Subtract(x, ops.KeepDims(mean, x, axes...)), zero)
	return mean, ops.Divide(ops.Sum(ops.Square(centered), axes...), count)
}

// spread repeats a mask along the trailing axes of x that it doesn't have.
func spread(mask, x *ops.Value) *ops.Value {
	shape := mask.Shape.Clone()
	for len(shape) < len(x.Shape) {
		shape = append(shape, 1)
	}
	return ops.BroadcastTo(ops.Reshape(mask, shape...), x.Shape...)
}

// PassesMask says that the output has the mask of the input.
func (*BatchNormalization) PassesMask() {}
