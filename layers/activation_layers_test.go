package layers_test

import (
	"testing"

	"github.com/gokeras/keras/constraints"
	"github.com/gokeras/keras/initializers"
	"github.com/gokeras/keras/kerastest"
	"github.com/gokeras/keras/layers"
	"github.com/gokeras/keras/regularizers"
	"github.com/gokeras/keras/tensor"
)

// plain is a case of a layer without weights whose output has the input's shape and mask.
func plain(in shape, make func() layers.Layer) kerastest.LayerCase {
	return kerastest.LayerCase{New: make, Input: in, Output: in, Weights: []string{}, SupportsMasking: true}
}

// with returns a case with mistakes.
func with(c kerastest.LayerCase, mistakes map[string]layers.Layer) kerastest.LayerCase {
	c.Mistakes = mistakes
	return c
}

func TestReLU(t *testing.T) {
	layerCases{
		"rows": with(plain(shape{4}, func() layers.Layer { return &layers.ReLU{} }), map[string]layers.Layer{
			"MaxValue: received -1, expected a number that isn't negative":        &layers.ReLU{MaxValue: new(-1.)},
			"NegativeSlope: received -0.5, expected a number that isn't negative": &layers.ReLU{NegativeSlope: -.5},
			"Threshold: received -2, expected a number that isn't negative":       &layers.ReLU{Threshold: -2},
		}),
		"all": plain(shape{3, 4}, func() layers.Layer {
			return &layers.ReLU{MaxValue: new(.5), NegativeSlope: .2, Threshold: .1}
		}),
		"none above 0": plain(shape{3, 4}, func() layers.Layer { return &layers.ReLU{MaxValue: new(0.), NegativeSlope: .1} }),
	}.run(t)
}

func TestLeakyReLU(t *testing.T) {
	layerCases{
		"rows": with(plain(shape{4}, func() layers.Layer { return &layers.LeakyReLU{} }), map[string]layers.Layer{
			"NegativeSlope: received -0.5, expected a number that isn't negative": &layers.LeakyReLU{NegativeSlope: new(-.5)},
		}),
		"slope": plain(shape{3, 4}, func() layers.Layer { return &layers.LeakyReLU{NegativeSlope: new(0.)} }),
	}.run(t)
}

func TestELU(t *testing.T) {
	layerCases{
		"rows":  plain(shape{4}, func() layers.Layer { return &layers.ELU{} }),
		"alpha": plain(shape{3, 4}, func() layers.Layer { return &layers.ELU{Alpha: new(.5)} }),
	}.run(t)
}

func TestPReLU(t *testing.T) {
	of := func(p layers.PReLU, in shape) kerastest.LayerCase {
		c := plain(in, func() layers.Layer { c := p; return &c })
		c.Weights = []string{"alpha"}
		return c
	}
	layerCases{
		"rows": with(of(layers.PReLU{}, shape{4}), map[string]layers.Layer{
			"SharedAxes: received 0, expected an axis from 1 to 1 of an input of shape (None, 4)": &layers.PReLU{SharedAxes: []int{0}},
			"SharedAxes: received 2": &layers.PReLU{SharedAxes: []int{1, 2}},
		}),
		"shared": of(layers.PReLU{SharedAxes: []int{1, 2}}, shape{3, 2, 4}),
		"settings": of(layers.PReLU{
			AlphaInitializer: &initializers.Constant{Value: .25}, AlphaRegularizer: &regularizers.L2{}, AlphaConstraint: &constraints.NonNeg{},
		}, shape{2, 4}),
	}.run(t)
}

func TestSoftmaxLayer(t *testing.T) {
	// The masks of kerastest are of the first axes; a softmax takes them for the last.
	layerCases{
		"rows": with(plain(shape{4}, func() layers.Layer { return &layers.Softmax{} }), map[string]layers.Layer{
			"Axis: received 2, expected an axis of an input of shape (None, 4)": &layers.Softmax{Axis: new(2)},
			"Axes: received [1] beside an Axis of 1, expected one of the two":   &layers.Softmax{Axis: new(1), Axes: []int{1}},
			"Axes: received an empty list, expected at least one axis":          &layers.Softmax{Axes: []int{}},
		}),
		"axis": plain(shape{4, 4}, func() layers.Layer { return &layers.Softmax{Axis: new(1)} }),
		"axes": plain(shape{4, 4}, func() layers.Layer { return &layers.Softmax{Axes: []int{-1, -2}} }),
	}.run(t)
}

func TestIdentity(t *testing.T) {
	layerCases{
		"one": plain(shape{3, 4}, func() layers.Layer { return &layers.Identity{} }),
		"two": {
			New:    func() layers.Layer { return &layers.Identity{} },
			Inputs: []shape{{3, 4}, {2}}, Outputs: []shape{{3, 4}, {2}}, SupportsMasking: true,
		},
	}.run(t)
}

func TestMasking(t *testing.T) {
	layerCases{
		"rows":  plain(shape{3, 4}, func() layers.Layer { return &layers.Masking{} }),
		"value": plain(shape{3, 4}, func() layers.Layer { return &layers.Masking{MaskValue: -1} }),
	}.run(t)
	if err := tryAll(&layers.Masking{}, shape{tensor.Unknown}); err == nil {
		t.Error("received no error for an input without features")
	}
}

func TestActivityRegularization(t *testing.T) {
	layerCases{
		"both": with(plain(shape{3, 4}, func() layers.Layer { return &layers.ActivityRegularization{L1: .1, L2: .2} }), map[string]layers.Layer{
			"L1: received -1, expected a number that isn't negative": &layers.ActivityRegularization{L1: -1},
			"L2: received -2, expected a number that isn't negative": &layers.ActivityRegularization{L2: -2},
			"ActivityRegularizer: received one beside L1 and L2":     &layers.ActivityRegularization{L1: 1, Base: layers.Base{ActivityRegularizer: &regularizers.L2{}}},
		}),
		"none": plain(shape{4}, func() layers.Layer { return &layers.ActivityRegularization{} }),
	}.run(t)
}
