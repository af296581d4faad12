package layers

import (
	"errors"

	"github.com/gokeras/keras/constraints"
	"github.com/gokeras/keras/initializers"
	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/regularizers"
	"github.com/gokeras/keras/tensor"
)

// LayerNormalization gives each sample the mean 0 and the variance 1 along Axis, and
// then a scale and an offset that are learned (Ba, Kiros and Hinton, 2016):
//
//	y = gamma·(x-mean)/√(variance+Epsilon) + beta
//
// Input of any shape, output of the same. Its weights are gamma and beta, of the
// input's sizes along Axis.
type LayerNormalization struct {
	// Axis is the axis along which mean and variance are taken. Default: -1.
	Axis *int `json:"axis" keras:"default=-1"`

	// Axes is several of them. Default: Axis.
	Axes []int `keras:"key=axis"`

	// Epsilon is added to the variance. Default: 0.001.
	Epsilon *float64 `json:"epsilon" keras:"default=0.001"`

	// Center says whether there is an offset beta. Default: true.
	Center *bool `json:"center" keras:"default=true"`

	// Scale says whether there is a scale gamma. Default: true.
	Scale *bool `json:"scale" keras:"default=true"`

	// RMSScaling leaves out the mean and the offset: y = gamma·x/√(variance+Epsilon).
	// Files of old models have it; see [RMSNormalization] for the right formula.
	// Default: false.
	RMSScaling bool `json:"rms_scaling" keras:"default=false"`

	// BetaInitializer gives the first offset. Default: Zeros.
	BetaInitializer initializers.Initializer `json:"beta_initializer" keras:"default=Zeros"`

	// GammaInitializer gives the first scale. Default: Ones.
	GammaInitializer initializers.Initializer `json:"gamma_initializer" keras:"default=Ones"`

	// BetaRegularizer is a penalty on the offset. Default: none.
	BetaRegularizer regularizers.Regularizer `json:"beta_regularizer"`

	// GammaRegularizer is a penalty on the scale. Default: none.
	GammaRegularizer regularizers.Regularizer `json:"gamma_regularizer"`

	// BetaConstraint limits the offset. Default: none.
	BetaConstraint constraints.Constraint `json:"beta_constraint"`

	// GammaConstraint limits the scale. Default: none.
	GammaConstraint constraints.Constraint `json:"gamma_constraint"`

	Base

	gamma, beta *ops.Variable
}

var _ = register[LayerNormalization]()

// Validate implements [Validator].
func (l *LayerNormalization) Validate() error {
	return errors.Join(checkAxes(l.Axis, l.Axes), checkEpsilon(l.Epsilon))
}

// checkEpsilon returns an error for what can't be added to a variance.
func checkEpsilon(epsilon *float64) error {
	if epsilon != nil && !(*epsilon >= 0) {
		return received("Epsilon", *epsilon, "a number that isn't negative")
	}
	return nil
}

// Build implements [Layer].
func (l *LayerNormalization) Build(in tensor.Shape) error {
	axes, err := axesOf(l.Axis, l.Axes, in)
	if err == nil {
		err = knownAxes(axes, in)
	}
	if err != nil {
		return err
	}
	sizes, _ := alongAxes(in, axes)
	l.gamma = l.addIf(given(l.Scale, true) || l.RMSScaling, Weight{
		Name: "gamma", Shape: sizes,
		Initializer: orOnes(l.GammaInitializer), Regularizer: l.GammaRegularizer, Constraint: l.GammaConstraint,
	})
	l.beta = l.addIf(given(l.Center, true) && !l.RMSScaling, Weight{
		Name: "beta", Shape: sizes,
		Initializer: orZeros(l.BetaInitializer), Regularizer: l.BetaRegularizer, Constraint: l.BetaConstraint,
	})
	return nil
}

// Call implements [Layer].
func (l *LayerNormalization) Call(t *ops.Trace, x *ops.Value) *ops.Value {
	x = ops.Cast(x, l.computeDType())
	axes := axesAt(x, l.Axis, l.Axes)
	_, shape := alongAxes(x.Shape, axes)
	gamma, beta := broadcastable(t, l.gamma, shape), broadcastable(t, l.beta, shape)
	mean, variance := moments(x, axes)
	factor, offset := scaling(mean, variance, given(l.Epsilon, 1e-3), nil, nil)
	y := ops.Multiply(x, factor)
	if !l.RMSScaling {
		y = ops.Add(y, offset)
	}
	if gamma != nil {
		y = ops.Multiply(y, gamma)
	}
	if beta != nil {
		y = ops.Add(y, beta)
	}
	return y
}

// PassesMask says that the output has the mask of the input.
func (*LayerNormalization) PassesMask() {}
