package layers_test

import (
	"strings"
	"testing"

	"github.com/gokeras/keras"
	"github.com/gokeras/keras/constraints"
	"github.com/gokeras/keras/initializers"
	"github.com/gokeras/keras/internal/config"
	"github.com/gokeras/keras/internal/config/configtest"
	"github.com/gokeras/keras/kerastest"
	"github.com/gokeras/keras/layers"
	"github.com/gokeras/keras/losses"
	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/random"
	"github.com/gokeras/keras/regularizers"
	"github.com/gokeras/keras/tensor"
)

func TestNormalizationGolden(t *testing.T) { testSteps(t, "normalization_layers") }

func TestNumericConfigs(t *testing.T) { configtest.Run(t, "layer", "numeric_configs") }

func TestBatchNormalization(t *testing.T) {
	all := []string{"gamma", "beta", "moving_mean", "moving_variance"}
	of := func(b layers.BatchNormalization, in shape) kerastest.LayerCase {
		return kerastest.LayerCase{
			New:   func() layers.Layer { c := b; return &c },
			Input: in, Output: in, Weights: all, SupportsMasking: true, TrainingDiffers: true, UpdatesState: true,
		}
	}
	rows := of(layers.BatchNormalization{}, shape{5})
	rows.Mistakes = map[string]layers.Layer{
		"Axis: received 2, expected an axis of an input of shape (None, 5)":             &layers.BatchNormalization{Axis: new(2)},
		"Axis: received -3, expected an axis":                                           &layers.BatchNormalization{Axis: new(-3)},
		"input: received shape (None, 5), expected a size of axis 0 that is known":      &layers.BatchNormalization{Axis: new(0)},
		"Momentum: received 1.5, expected a number between 0 and 1":                     &layers.BatchNormalization{Momentum: new(1.5)},
		"RenormMomentum: received -1, expected a number between 0 and 1":                &layers.BatchNormalization{RenormMomentum: new(-1.)},
		"Epsilon: received -1, expected a number that isn't negative":                   &layers.BatchNormalization{Epsilon: new(-1.)},
		`RenormClipping: received "max", expected "rmin", "rmax" or "dmax"`:             &layers.BatchNormalization{RenormClipping: map[string]float64{"max": 1}},
		`RenormClipping["dmax"]: received -1, expected a number that isn't negative`:    &layers.BatchNormalization{RenormClipping: map[string]float64{"dmax": -1}},
		`RenormClipping["rmax"]: received 1, expected a number not below the rmin of 2`: &layers.BatchNormalization{RenormClipping: map[string]float64{"rmax": 1, "rmin": 2}},
	}
	neither := of(layers.BatchNormalization{Scale: new(false), Center: new(false)}, shape{4})
	neither.Weights = all[2:]
	frozen := of(layers.BatchNormalization{Base: layers.Base{Trainable: new(false)}}, shape{4})
	frozen.TrainingDiffers, frozen.UpdatesState = false, false
	integers := of(layers.BatchNormalization{}, shape{4})
	integers.Values = pixels
	renorm := of(layers.BatchNormalization{Renorm: true, RenormClipping: map[string]float64{"rmax": 2, "dmax": 1}, RenormMomentum: new(.5)}, shape{4})
	renorm.OtherGradients = true
	renorm.Weights = append(append([]string{}, all...), "moving_stddev", "renorm_mean", "renorm_stddev")
	layerCases{
		"rows":     rows,
		"image":    of(layers.BatchNormalization{Axis: new(1), Momentum: new(.5)}, shape{3, 4, 2}),
		"channels": of(layers.BatchNormalization{Epsilon: new(.1), Synchronized: true}, shape{4, 4, 6}),
		"neither":  neither,
		"frozen":   frozen,
		"integers": integers,
		"renorm":   renorm,
		"settings": of(layers.BatchNormalization{
			BetaInitializer: &initializers.Ones{}, GammaInitializer: &initializers.Constant{Value: 2},
			MovingMeanInitializer: &initializers.Ones{}, MovingVarianceInitializer: &initializers.Constant{Value: 2},
			BetaRegularizer: &regularizers.L2{}, GammaRegularizer: &regularizers.L1{},
			BetaConstraint: &constraints.NonNeg{}, GammaConstraint: &constraints.MaxNorm{},
		}, shape{4}),
	}.run(t)
}

// TestBatchNormalizationFrozenWithin freezes a model with such a layer: it is as in
// inference, and keeps its averages.
func TestBatchNormalizationFrozenWithin(t *testing.T) {
	for _, trainable := range []bool{true, false} {
		norm := &layers.BatchNormalization{}
		inner := keras.Sequential(keras.Input(3), norm)
		inner.Trainable = &trainable
		m := keras.Sequential(keras.Input(3), inner, &layers.Dense{Units: 1})
		if err := m.Compile(keras.CompileOptions{Loss: losses.Name("mse")}); err != nil {
			t.Fatal(err)
		}
		x := tensor.FromSlice([]float32{1, 2, 3, 4, 5, 6}, 2, 3)
		if _, err := m.TrainOnBatch(x, tensor.New(tensor.Float32, 2, 1), nil); err != nil {
			t.Fatal(err)
		}
		mean := tensor.Data[float32](layers.Weights(norm)[2].Store())
		if moved := mean[0] != 0; moved != trainable {
			t.Errorf("trainable %v: received the moving mean %v", trainable, mean)
		}
	}
}

// TestOldConfigs reads what old versions of Keras wrote.
func TestOldConfigs(t *testing.T) {
	l, err := config.Decode[layers.Layer]([]byte(`{"class_name": "BatchNormalization", "config": {"name": "bn", "axis": [3], "momentum": 0.9}}`))
	if err != nil {
		t.Fatal(err)
	}
	if b := l.(*layers.BatchNormalization); b.Axis == nil || *b.Axis != 3 || *b.Momentum != .9 {
		t.Errorf("received axis %v, momentum %v, expected 3 and 0.9", b.Axis, b.Momentum)
	}
	l, err = config.Decode[layers.Layer]([]byte(`{"class_name": "LeakyReLU", "config": {"name": "l", "alpha": 0.1}}`))
	if err != nil {
		t.Fatal(err)
	}
	if s := l.(*layers.LeakyReLU).NegativeSlope; s == nil || *s != .1 {
		t.Errorf("received slope %v, expected 0.1", s)
	}
}

func TestLayerNormalization(t *testing.T) {
	of := func(l layers.LayerNormalization, in shape, weights ...string) kerastest.LayerCase {
		return kerastest.LayerCase{
			New:   func() layers.Layer { c := l; return &c },
			Input: in, Output: in, Weights: append([]string{}, weights...), SupportsMasking: true,
		}
	}
	rows := of(layers.LayerNormalization{}, shape{5}, "gamma", "beta")
	rows.Mistakes = map[string]layers.Layer{
		"Axis: received 2, expected an axis of an input of shape (None, 5)":             &layers.LayerNormalization{Axis: new(2)},
		"Axes: received -3, expected an axis of an input of shape (None, 5)":            &layers.LayerNormalization{Axes: []int{-3}},
		"Axes: received [1 -1], expected each axis of an input of shape (None, 5) once": &layers.LayerNormalization{Axes: []int{1, -1}},
		"Axes: received [1] beside an Axis of 1, expected one of the two":               &layers.LayerNormalization{Axis: new(1), Axes: []int{1}},
		"Axes: received an empty list, expected at least one axis":                      &layers.LayerNormalization{Axes: []int{}},
		"input: received shape (None, 5), expected a size of axis 0 that is known":      &layers.LayerNormalization{Axis: new(0)},
		"Epsilon: received -0.5, expected a number that isn't negative":                 &layers.LayerNormalization{Epsilon: new(-.5)},
	}
	layerCases{
		"rows":      rows,
		"cube":      of(layers.LayerNormalization{Epsilon: new(.1)}, shape{3, 40}, "gamma", "beta"),
		"axis":      of(layers.LayerNormalization{Axis: new(1)}, shape{3, 4}, "gamma", "beta"),
		"axes":      of(layers.LayerNormalization{Axes: []int{-2, -1}}, shape{2, 3, 4}, "gamma", "beta"),
		"apart":     of(layers.LayerNormalization{Axes: []int{3, 1}}, shape{2, 3, 4}, "gamma", "beta"),
		"no center": of(layers.LayerNormalization{Center: new(false)}, shape{5}, "gamma"),
		"no scale":  of(layers.LayerNormalization{Scale: new(false)}, shape{5}, "beta"),
		"neither":   of(layers.LayerNormalization{Scale: new(false), Center: new(false)}, shape{5}),
		"rms":       of(layers.LayerNormalization{RMSScaling: true, Scale: new(false)}, shape{5}, "gamma"),
		"settings": of(layers.LayerNormalization{
			BetaInitializer: &initializers.Ones{}, GammaInitializer: &initializers.Constant{Value: 2},
			BetaRegularizer: &regularizers.L2{}, GammaRegularizer: &regularizers.L1{},
			BetaConstraint: &constraints.NonNeg{}, GammaConstraint: &constraints.MaxNorm{},
		}, shape{4}, "gamma", "beta"),
	}.run(t)
}

func TestGroupNormalization(t *testing.T) {
	of := func(g layers.GroupNormalization, in shape, weights ...string) kerastest.LayerCase {
		return kerastest.LayerCase{
			New:   func() layers.Layer { c := g; return &c },
			Input: in, Output: in, Weights: append([]string{}, weights...), SupportsMasking: true,
		}
	}
	image := of(layers.GroupNormalization{Groups: 2}, shape{3, 4, 4}, "gamma", "beta")
	image.Mistakes = map[string]layers.Layer{
		"Groups: received -2, expected a positive number, or -1 for a group for each channel": &layers.GroupNormalization{Groups: -2},
		"Groups: received 32, expected a number that divides the 4 channels":                  &layers.GroupNormalization{},
		"Groups: received 3, expected a number that divides the 4 channels":                   &layers.GroupNormalization{Groups: 3},
		"Axis: received 4, expected an axis of an input of shape (None, 3, 4, 4)":             &layers.GroupNormalization{Axis: 4},
		"Axis: received -4, expected another axis than the batch's":                           &layers.GroupNormalization{Axis: -4},
		"Epsilon: received -1": &layers.GroupNormalization{Groups: 2, Epsilon: new(-1.)},
	}
	layerCases{
		"image":     image,
		"32":        of(layers.GroupNormalization{}, shape{2, 64}, "gamma", "beta"),
		"each":      of(layers.GroupNormalization{Groups: -1}, shape{3, 4}, "gamma", "beta"),
		"first":     of(layers.GroupNormalization{Groups: 3, Axis: 1}, shape{6, 2, 2}, "gamma", "beta"),
		"rows":      of(layers.GroupNormalization{Groups: 2, Epsilon: new(.1)}, shape{6}, "gamma", "beta"),
		"no center": of(layers.GroupNormalization{Groups: 2, Center: new(false)}, shape{2, 4}, "gamma"),
		"no scale": of(layers.GroupNormalization{
			Groups: 2, Scale: new(false),
			BetaInitializer: &initializers.Ones{}, GammaInitializer: &initializers.Constant{Value: 2},
			BetaRegularizer: &regularizers.L2{}, GammaRegularizer: &regularizers.L1{},
			BetaConstraint: &constraints.NonNeg{}, GammaConstraint: &constraints.MaxNorm{},
		}, shape{2, 4}, "beta"),
	}.run(t)
}

func TestRMSNormalization(t *testing.T) {
	of := func(r layers.RMSNormalization, in shape) kerastest.LayerCase {
		return kerastest.LayerCase{
			New:   func() layers.Layer { c := r; return &c },
			Input: in, Output: in, Weights: []string{"scale"},
		}
	}
	rows := of(layers.RMSNormalization{}, shape{5})
	rows.Mistakes = map[string]layers.Layer{
		"Axis: received 2, expected an axis":                                       &layers.RMSNormalization{Axis: new(2)},
		"Axes: received [1] beside an Axis of 1, expected one of the two":          &layers.RMSNormalization{Axis: new(1), Axes: []int{1}},
		"input: received shape (None, 5), expected a size of axis 0 that is known": &layers.RMSNormalization{Axes: []int{0}},
		"Epsilon: received -1": &layers.RMSNormalization{Epsilon: new(-1.)},
	}
	layerCases{
		"rows": rows,
		"axis": of(layers.RMSNormalization{Axis: new(1), Epsilon: new(.1)}, shape{3, 4}),
		"axes": of(layers.RMSNormalization{Axes: []int{1, 3}}, shape{3, 2, 4}),
	}.run(t)
}

func TestUnitNormalization(t *testing.T) {
	of := func(u layers.UnitNormalization, in shape) kerastest.LayerCase {
		return kerastest.LayerCase{
			New:   func() layers.Layer { c := u; return &c },
			Input: in, Output: in, Weights: []string{}, SupportsMasking: true,
		}
	}
	rows := of(layers.UnitNormalization{}, shape{5})
	rows.Mistakes = map[string]layers.Layer{
		"Axis: received 2, expected an axis":                              &layers.UnitNormalization{Axis: new(2)},
		"Axes: received [1] beside an Axis of 1, expected one of the two": &layers.UnitNormalization{Axis: new(1), Axes: []int{1}},
	}
	layerCases{
		"rows": rows,
		"axis": of(layers.UnitNormalization{Axis: new(1)}, shape{3, 4}),
		"axes": of(layers.UnitNormalization{Axes: []int{1, 2}}, shape{3, 4}),
	}.run(t)
}

func TestSpectralNormalization(t *testing.T) {
	layerCases{
		"dense": {
			New:   func() layers.Layer { return &layers.SpectralNormalization{Layer: &layers.Dense{Units: 3}} },
			Input: shape{5}, Output: shape{3}, Weights: []string{"kernel", "vector_u", "bias"}, SupportsMasking: true,
			TrainingDiffers: true, UpdatesState: true, OtherGradients: true,
			Mistakes: map[string]layers.Layer{
				"Layer: layer: received nil": &layers.SpectralNormalization{},
				"Layer: received a Flatten, expected a layer with a kernel or embeddings": &layers.SpectralNormalization{Layer: &layers.Flatten{}},
				"PowerIterations: received -1, expected a positive number":                &layers.SpectralNormalization{Layer: &layers.Dense{Units: 3}, PowerIterations: -1},
				"Units: received 0": &layers.SpectralNormalization{Layer: &layers.Dense{}},
			},
		},
		"often": {
			New: func() layers.Layer {
				return &layers.SpectralNormalization{Layer: &layers.Dense{Units: 3, UseBias: new(false)}, PowerIterations: 4}
			},
			Input: shape{2, 5}, Output: shape{2, 3}, Weights: []string{"kernel", "vector_u"}, SupportsMasking: true,
			TrainingDiffers: true, UpdatesState: true, OtherGradients: true,
		},
	}.run(t)
}

// callMasked calls a layer with values and masks of the given shapes.
func callMasked(l layers.Layer, training bool, in []shape, masks ...shape) (err error) {
	defer ops.Catch(&err)
	tr := ops.NewTrace(training)
	var xs []*ops.Value
	for i, s := range in {
		xs = append(xs, ops.Input("x", tensor.Float32, s...))
		if i < len(masks) && masks[i] != nil {
			tr.SetMask(xs[i], ops.Input("mask", tensor.Bool, masks[i]...))
		}
	}
	if err := layers.Build(l, "", random.New(1), in...); err != nil {
		return err
	}
	layers.Apply(tr, l, xs...)
	return nil
}

// TestMasksThatDontFit refuses masks that a layer can't use.
func TestMasksThatDontFit(t *testing.T) {
	cube := []shape{{2, 3, 4}}
	for want, err := range map[string]error{
		"mask: received shape (2,), expected one axis less than the input's (2, 3, 4)":                   callMasked(&layers.BatchNormalization{}, true, cube, shape{2}),
		"mask: received shape (2, 3), expected one that can be broadcast to the input's (2, 3, 4)":       callMasked(&layers.Softmax{}, false, cube, shape{2, 3}),
		"mask: received shape (1, 2, 3, 4), expected one that can be broadcast to the input's (2, 3, 4)": callMasked(&layers.Softmax{}, false, cube, shape{1, 2, 3, 4}),
	} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("received %v, expected an error with %q", err, want)
		}
	}
	if err := callMasked(&layers.BatchNormalization{}, false, cube, shape{2}); err != nil {
		t.Errorf("received %v, expected none: predictions don't use the mask", err)
	}
}
