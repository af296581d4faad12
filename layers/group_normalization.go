package layers

import (
	"errors"
	"fmt"

	"github.com/gokeras/keras/constraints"
	"github.com/gokeras/keras/initializers"
	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/regularizers"
	"github.com/gokeras/keras/tensor"
)

// GroupNormalization cuts the channels of each sample into groups, gives each group the
// mean 0 and the variance 1, and then each channel a scale and an offset that are
// learned (Wu and He, 2018):
//
//	y = gamma·(x-mean)/√(variance+Epsilon) + beta
//
// Input [batch, ..., channels], output of the same shape. Its weights are gamma and
// beta, of one element for each channel.
type GroupNormalization struct {
	// Groups is the number of groups; the number of channels is a multiple of it. -1 is
	// a group for each channel. Default: 32.
	Groups int `json:"groups" keras:"default=32"`

	// Axis is the axis of the channels, which isn't the batch's. Default: -1.
	Axis int `json:"axis" keras:"default=-1"`

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

var _ = register[GroupNormalization]()

// Validate implements [Validator].
func (g *GroupNormalization) Validate() error {
	var err error
	if g.Groups < -1 {
		err = received("Groups", g.Groups, "a positive number, or -1 for a group for each channel")
	}
	return errors.Join(err, checkEpsilon(g.Epsilon))
}

// axis returns the axis of the channels of an input.
func (g *GroupNormalization) axis(in tensor.Shape) (int, error) {
	a := g.Axis
	if a == 0 {
		a = -1
	}
	a, err := axisOf("Axis", a, in)
	if err == nil && a == 0 {
		err = fmt.Errorf("Axis: received %d, expected another axis than the batch's of an input of shape %v", g.Axis, in)
	}
	return a, err
}

// groups returns the number of groups of so many channels.
func (g *GroupNormalization) groups(channels int) int {
	switch g.Groups {
	case 0:
		return 32
	case -1:
		return channels
	}
	return g.Groups
}

// Build implements [Layer].
func (g *GroupNormalization) Build(in tensor.Shape) error {
	axis, err := g.axis(in)
	if err == nil {
		err = knownAxes([]int{axis}, in)
	}
	if err != nil {
		return err
	}
	n := in[axis]
	if groups := g.groups(n); n < groups || n%groups != 0 {
		return fmt.Errorf("Groups: received %d, expected a number that divides the %d channels of an input of shape %v", groups, n, in)
	}
	g.gamma = g.addIf(given(g.Scale, true), Weight{
		Name: "gamma", Shape: tensor.Shape{n},
		Initializer: orOnes(g.GammaInitializer), Regularizer: g.GammaRegularizer, Constraint: g.GammaConstraint,
	})
	g.beta = g.addIf(given(g.Center, true), Weight{
		Name: "beta", Shape: tensor.Shape{n},
		Initializer: orZeros(g.BetaInitializer), Regularizer: g.BetaRegularizer, Constraint: g.BetaConstraint,
	})
	return nil
}

// Call implements [Layer].
func (g *GroupNormalization) Call(t *ops.Trace, x *ops.Value) *ops.Value {
	x = ops.Cast(x, g.computeDType())
	axis, err := g.axis(x.Shape)
	if err != nil {
		ops.Fail("call", "%w", err)
	}
	n := x.Shape[axis]
	batch, groups := x.Shape[0], g.groups(n)
	_, perChannel := alongAxes(x.Shape, []int{0, axis})
	// mean returns the mean of each group, for each of its channels. It sums up channels
	// first, so that memory is read in order.
	mean := func(x *ops.Value) *ops.Value {
		if others := without([]int{0, axis}, len(x.Shape)); len(others) > 0 {
			x = ops.Mean(x, others...)
		}
		x = ops.Mean(ops.Reshape(x, batch, groups, n/groups), 2)
		return ops.Reshape(ops.BroadcastTo(ops.ExpandDims(x, 2), batch, groups, n/groups), perChannel...)
	}
	m := mean(x)
	variance := mean(ops.Square(ops.Subtract(x, m)))
	_, shape := alongAxes(x.Shape, []int{axis})
	factor, offset := scaling(m, variance, given(g.Epsilon, 1e-3), broadcastable(t, g.gamma, shape), broadcastable(t, g.beta, shape))
	return ops.Add(ops.Multiply(x, factor), offset)
}

// PassesMask says that the output has the mask of the input.
func (*GroupNormalization) PassesMask() {}
