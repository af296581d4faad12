package layers_test

import (
	"encoding/json"
	"errors"
	"reflect"
	"testing"

	"github.com/gokeras/keras/activations"
	"github.com/gokeras/keras/constraints"
	"github.com/gokeras/keras/initializers"
	"github.com/gokeras/keras/internal/config"
	"github.com/gokeras/keras/internal/config/configtest"
	"github.com/gokeras/keras/kerastest"
	"github.com/gokeras/keras/layers"
	"github.com/gokeras/keras/random"
	"github.com/gokeras/keras/regularizers"
	"github.com/gokeras/keras/tensor"
)

type shape = tensor.Shape

type layerCases map[string]kerastest.LayerCase

// run tests each case of a layer.
func (cases layerCases) run(t *testing.T) {
	for name, c := range cases {
		t.Run(name, func(t *testing.T) { kerastest.Layer(t, c) })
	}
}

// pixels is a batch of integers from 0 to 255.
func pixels(g *random.Generator, _ int, s shape) *tensor.Tensor {
	x := tensor.New(tensor.Int32, s...)
	for i := range tensor.Data[int32](x) {
		tensor.Data[int32](x)[i] = int32(g.Uint64() % 256)
	}
	return x
}

func TestDense(t *testing.T) {
	both := []string{"kernel", "bias"}
	layerCases{
		"rows": {
			New:   func() layers.Layer { return &layers.Dense{Units: 3} },
			Input: shape{5}, Output: shape{3}, Weights: both, SupportsMasking: true,
			Mistakes: map[string]layers.Layer{
				"Units: received 0, expected a positive number":  &layers.Dense{},
				"Units: received -3, expected a positive number": &layers.Dense{Units: -3},
				`received "rellu"`: &layers.Dense{Units: 3, Activation: "rellu"},
				`DType: received "half", expected "float32" or "float64"`: &layers.Dense{Units: 3, Base: layers.Base{DType: "half"}},
				`Name: received "a/b", expected a name without "/"`:       &layers.Dense{Units: 3, Base: layers.Base{Name: "a/b"}},
				`weight "kernel"`: &layers.Dense{Units: 3, KernelInitializer: initializers.Name("he")},
			},
		},
		"cube": {
			New:   func() layers.Layer { return &layers.Dense{Units: 4, Activation: activations.Softmax} },
			Input: shape{3, 5}, Output: shape{3, 4}, Weights: both, SupportsMasking: true,
		},
		"4-D without bias": {
			New:   func() layers.Layer { return &layers.Dense{Units: 2, Activation: "tanh", UseBias: new(false)} },
			Input: shape{2, 3, 5}, Output: shape{2, 3, 2}, Weights: both[:1], SupportsMasking: true,
		},
		"all": {
			New: func() layers.Layer {
				return &layers.Dense{
					Units: 3, Activation: activations.Sigmoid,
					KernelInitializer: &initializers.HeNormal{Seed: new(int64(7))},
					BiasInitializer:   &initializers.Constant{Value: .5},
					KernelRegularizer: &regularizers.L1L2{L1: .1, L2: .2},
					BiasRegularizer:   &regularizers.L2{L2: new(.1)},
					KernelConstraint:  &constraints.MaxNorm{MaxValue: new(.9)},
					BiasConstraint:    &constraints.NonNeg{},
					Base:              layers.Base{Name: "digits", ActivityRegularizer: &regularizers.L2{}},
				}
			},
			Input: shape{5}, Output: shape{3}, Weights: both, SupportsMasking: true,
		},
		"names": {
			New: func() layers.Layer {
				return &layers.Dense{
					Units: 3, KernelInitializer: initializers.Name("he_normal"),
					KernelRegularizer: regularizers.Name("l2"), KernelConstraint: constraints.Name("unit_norm"),
				}
			},
			Input: shape{5}, Output: shape{3}, Weights: both, SupportsMasking: true,
		},
		"integers": {
			New:   func() layers.Layer { return &layers.Dense{Units: 3} },
			Input: shape{5}, Output: shape{3}, Values: pixels, SupportsMasking: true,
		},
		"float64": {
			New:   func() layers.Layer { return &layers.Dense{Units: 3, Base: layers.Base{DType: "float64"}} },
			Input: shape{5}, Output: shape{3}, SupportsMasking: true,
		},
		"large": {
			New:   func() layers.Layer { return &layers.Dense{Units: 70, Activation: "relu"} },
			Input: shape{300}, Output: shape{70}, SupportsMasking: true,
		},
	}.run(t)
}

func TestActivation(t *testing.T) {
	cases := layerCases{
		"masked cube": {
			New:   func() layers.Layer { return &layers.Activation{Activation: activations.Softmax} },
			Input: shape{2, 5}, Output: shape{2, 5}, Weights: []string{}, SupportsMasking: true,
		},
		"scalars": {
			New: func() layers.Layer { return &layers.Activation{Activation: "gelu"} },
			// Samples without axes.
			Output: shape{}, SupportsMasking: true,
			Mistakes: map[string]layers.Layer{
				`Activation: received "", expected the name of a function`: &layers.Activation{},
				`received "x"`: &layers.Activation{Activation: "x"},
			},
		},
		"penalty": {
			New: func() layers.Layer {
				return &layers.Activation{Activation: "tanh", Base: layers.Base{ActivityRegularizer: regularizers.Name("l2")}}
			},
			Input: shape{4}, Output: shape{4}, SupportsMasking: true,
		},
	}
	for _, n := range activations.Names() {
		c := kerastest.LayerCase{
			New:   func() layers.Layer { return &layers.Activation{Activation: n} },
			Input: shape{4}, Output: shape{4}, SupportsMasking: true,
		}
		if n == activations.GLU {
			c.Output = shape{2}
		}
		cases[string(n)] = c
	}
	cases.run(t)
}

func TestDropout(t *testing.T) {
	layerCases{
		"half": {
			New:   func() layers.Layer { return &layers.Dropout{Rate: .5} },
			Input: shape{20}, Output: shape{20}, Weights: []string{}, SupportsMasking: true, TrainingDiffers: true,
			Mistakes: map[string]layers.Layer{
				"Rate: received -0.1, expected a number between 0 and 1":                      &layers.Dropout{Rate: -.1},
				"Rate: received 1.5, expected a number between 0 and 1":                       &layers.Dropout{Rate: 1.5},
				"NoiseShape[0]: received 0, expected a positive number or tensor.Unknown":     &layers.Dropout{Rate: .5, NoiseShape: shape{0, 1}},
				"NoiseShape: received (1,), expected 2 axes for an input of shape (None, 20)": &layers.Dropout{Rate: .5, NoiseShape: shape{1}},
			},
		},
		"none": {
			New:   func() layers.Layer { return &layers.Dropout{} },
			Input: shape{20}, Output: shape{20}, SupportsMasking: true,
		},
		"all": {
			New:   func() layers.Layer { return &layers.Dropout{Rate: 1} },
			Input: shape{20}, Output: shape{20}, SupportsMasking: true, TrainingDiffers: true,
		},
		"noise shape": {
			New: func() layers.Layer {
				return &layers.Dropout{Rate: .25, NoiseShape: shape{tensor.Unknown, 1, 6}, Seed: new(int64(3))}
			},
			Input: shape{5, 6}, Output: shape{5, 6}, SupportsMasking: true, TrainingDiffers: true,
		},
	}.run(t)
}

func TestFlatten(t *testing.T) {
	first := func() layers.Layer { return &layers.Flatten{DataFormat: "channels_first"} }
	last := func() layers.Layer { return &layers.Flatten{} }
	layerCases{
		"image":               {New: last, Input: shape{3, 4, 2}, Output: shape{24}, Weights: []string{}},
		"image, channels":     {New: first, Input: shape{3, 4, 2}, Output: shape{24}},
		"series, channels":    {New: first, Input: shape{3, 4}, Output: shape{12}},
		"scalars":             {New: last, Output: shape{1}},
		"scalars, channels":   {New: first, Output: shape{1}},
		"integers":            {New: last, Input: shape{3, 4}, Output: shape{12}, Values: pixels},
		"rows already":        {New: last, Input: shape{4}, Output: shape{4}, SupportsMasking: true},
		"channels as default": {New: func() layers.Layer { return &layers.Flatten{DataFormat: "channels_last"} }, Input: shape{2, 2}, Output: shape{4}},
		"mistakes": {New: last, Input: shape{2, 2}, Mistakes: map[string]layers.Layer{
			`DataFormat: received "first", expected "channels_last" or "channels_first"`: &layers.Flatten{DataFormat: "first"},
		}},
	}.run(t)
}

func TestReshape(t *testing.T) {
	to := func(s ...int) func() layers.Layer {
		return func() layers.Layer { return &layers.Reshape{TargetShape: s} }
	}
	layerCases{
		"matrix": {New: to(4, 6), Input: shape{3, 8}, Output: shape{4, 6}, Weights: []string{}, Mistakes: map[string]layers.Layer{
			"TargetShape: received [5 5], expected 24 elements as in an input sample of shape (3, 8)":  &layers.Reshape{TargetShape: shape{5, 5}},
			"TargetShape: received [5 -1], expected 24 elements as in an input sample of shape (3, 8)": &layers.Reshape{TargetShape: shape{5, -1}},
			"TargetShape: received [-1 -1], expected at most one -1":                                   &layers.Reshape{TargetShape: shape{-1, -1}},
			"TargetShape[1]: received 0, expected a positive number or -1":                             &layers.Reshape{TargetShape: shape{3, 0}},
		}},
		"open":     {New: to(2, -1, 3), Input: shape{3, 8}, Output: shape{2, 4, 3}},
		"row":      {New: to(-1), Input: shape{3, 8}, Output: shape{24}},
		"scalars":  {New: to(), Input: shape{1, 1}, Output: shape{}},
		"integers": {New: to(6), Input: shape{3, 2}, Output: shape{6}, Values: pixels},
	}.run(t)
}

func TestRescaling(t *testing.T) {
	layerCases{
		"scale": {
			New:   func() layers.Layer { return &layers.Rescaling{Scale: 1. / 255} },
			Input: shape{4}, Output: shape{4}, Weights: []string{}, SupportsMasking: true,
			Mistakes: map[string]layers.Layer{
				"Scale: received 0, expected another number":                                                                &layers.Rescaling{},
				"Scales: received 2 numbers, expected one for each element of the last axis of an input of shape (None, 4)": &layers.Rescaling{Scales: []float64{1, 2}},
				"Offsets: received 3 numbers":                                                                               &layers.Rescaling{Scale: 1, Offsets: []float64{1, 2, 3}},
				"Scales: received [1] beside a Scale of 2, expected one of the two":                                         &layers.Rescaling{Scale: 2, Scales: []float64{1}},
				"Offsets: received an empty list":                                                                           &layers.Rescaling{Scale: 1, Offsets: []float64{}},
			},
		},
		"bytes": {
			New:   func() layers.Layer { return &layers.Rescaling{Scale: 1 / 127.5, Offset: -1} },
			Input: shape{3, 3}, Output: shape{3, 3}, Values: pixels, SupportsMasking: true,
		},
		"channels": {
			New: func() layers.Layer {
				return &layers.Rescaling{Scales: []float64{.5, 2}, Offsets: []float64{0, 1}}
			},
			Input: shape{3, 2}, Output: shape{3, 2}, SupportsMasking: true,
		},
		"offsets": {
			New:   func() layers.Layer { return &layers.Rescaling{Scale: 3, Offsets: []float64{-1, 1}} },
			Input: shape{2}, Output: shape{2}, SupportsMasking: true,
		},
		"list of one": {
			New:   func() layers.Layer { return &layers.Rescaling{Scales: []float64{3}} },
			Input: shape{2}, Output: shape{2}, SupportsMasking: true,
		},
	}.run(t)
}

func TestInput(t *testing.T) {
	layerCases{
		"row": {
			New:   func() layers.Layer { return &layers.Input{Shape: shape{4}} },
			Input: shape{4}, Output: shape{4}, Weights: []string{}, SupportsMasking: true,
			Mistakes: map[string]layers.Layer{
				"Shape[1]: received 0, expected a positive number or tensor.Unknown": &layers.Input{Shape: shape{3, 0}},
				"BatchSize: received -1, expected a positive number, or 0 for any":   &layers.Input{BatchSize: -1},
				`DType: received "float64", expected none`:                           &layers.Input{Base: layers.Base{DType: "float64"}},
			},
		},
		"float64": {
			New:   func() layers.Layer { return &layers.Input{Shape: shape{2, 2}, Type: tensor.Float64} },
			Input: shape{2, 2}, Output: shape{2, 2}, SupportsMasking: true,
		},
		"settings": {
			New: func() layers.Layer {
				return &layers.Input{Shape: shape{tensor.Unknown, 2}, Optional: true, Base: layers.Named("in")}
			},
			Input: shape{3, 2}, Output: shape{3, 2}, SupportsMasking: true,
		},
	}.run(t)
}

func TestRegistered(t *testing.T) {
	configtest.Registered(t, "keras.layers", "Base", "MultiBase", "Error", "Child", "Weight", "Args", "Function")
}

func TestConfigs(t *testing.T) { configtest.Run(t, "layer") }

// TestConfigForms writes what Python can't do without: it has no default for a missing
// offset, and refuses a null in a target shape.
func TestConfigForms(t *testing.T) {
	for l, want := range map[layers.Layer]string{
		&layers.Rescaling{Scale: .5}:                                         `{"offset": 0.0, "scale": 0.5}`,
		&layers.Rescaling{Scale: .5, Offsets: []float64{1}}:                  `{"offset": [1.0], "scale": 0.5}`,
		&layers.Reshape{TargetShape: []int{-1, 2}}:                           `{"target_shape": [-1, 2]}`,
		&layers.Dropout{NoiseShape: shape{tensor.Unknown, 1}}:                `{"rate": 0, "noise_shape": [null, 1]}`,
		&layers.Activation{}:                                                 `{"activation": "linear"}`,
		&layers.Dense{Units: 1, KernelInitializer: &initializers.Constant{}}: `{"units": 1, "kernel_initializer": {"module": "keras.initializers", "class_name": "Constant", "config": {"value": 0.0}, "registered_name": null}}`,
	} {
		var got struct{ Config any }
		var expected any
		text, err := config.Encode(l)
		if err == nil {
			err = errors.Join(json.Unmarshal(text, &got), json.Unmarshal([]byte(want), &expected))
		}
		if err != nil || !reflect.DeepEqual(got.Config, expected) {
			t.Errorf("received %s, %v, expected the config %s", text, err, want)
		}
	}
}
