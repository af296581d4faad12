package layers_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/gokeras/keras"
	"github.com/gokeras/keras/activations"
	"github.com/gokeras/keras/constraints"
	"github.com/gokeras/keras/initializers"
	"github.com/gokeras/keras/internal/config"
	"github.com/gokeras/keras/internal/config/configtest"
	"github.com/gokeras/keras/layers"
	"github.com/gokeras/keras/regularizers"
	"github.com/gokeras/keras/tensor"
)

func TestConvolutionGolden(t *testing.T) { testGolden(t, "convolution_layers") }

// TestSpatialConfigs has the configs of convolution, pooling and reshaping layers.
func TestSpatialConfigs(t *testing.T) { configtest.Run(t, "layer", "spatial_configs") }

// TestSpatialAliases reads other names of classes and other forms of settings, and writes
// Keras's own.
func TestSpatialAliases(t *testing.T) {
	const kernel, pool = `"filters": 2, "kernel_size": 3, "padding": "SAME", "data_format": "Channels_First"`, `"pool_size": 3`
	for class, settings := range map[string]struct{ alias, config string }{
		"Conv1D":                 {"Convolution1D", kernel},
		"Conv2D":                 {"Convolution2D", kernel},
		"Conv3D":                 {"Convolution3D", kernel},
		"Conv1DTranspose":        {"Convolution1DTranspose", kernel},
		"Conv2DTranspose":        {"Convolution2DTranspose", kernel},
		"Conv3DTranspose":        {"Convolution3DTranspose", kernel},
		"SeparableConv1D":        {"SeparableConvolution1D", kernel},
		"SeparableConv2D":        {"SeparableConvolution2D", kernel},
		"MaxPooling1D":           {"MaxPool1D", pool},
		"MaxPooling2D":           {"MaxPool2D", pool},
		"MaxPooling3D":           {"MaxPool3D", pool},
		"AveragePooling1D":       {"AvgPool1D", pool},
		"AveragePooling2D":       {"AvgPool2D", pool},
		"AveragePooling3D":       {"AvgPool3D", pool},
		"GlobalMaxPooling1D":     {"GlobalMaxPool1D", ""},
		"GlobalMaxPooling2D":     {"GlobalMaxPool2D", ""},
		"GlobalMaxPooling3D":     {"GlobalMaxPool3D", ""},
		"GlobalAveragePooling1D": {"GlobalAvgPool1D", ""},
		"GlobalAveragePooling2D": {"GlobalAvgPool2D", ""},
		"GlobalAveragePooling3D": {"GlobalAvgPool3D", ""},
	} {
		text := fmt.Sprintf(`{"module": "keras.layers", "class_name": %q, "config": {%s}}`, settings.alias, settings.config)
		l, err := config.Decode[layers.Layer](json.RawMessage(text))
		if err != nil {
			t.Error(err)
			continue
		}
		o, err := config.Marshal(l)
		if err != nil || o.ClassName != class || layers.Validate(l) != nil {
			t.Errorf("%s: received %v, %v, expected a %s", text, o, err, class)
		}
		for key, want := range map[string]any{"padding": "same", "data_format": "channels_first"} {
			if got, ok := o.Config.(config.Map).Get(key); ok && settings.config == kernel && got != want {
				t.Errorf("%s: wrote %q: %v, expected %v", class, key, got, want)
			}
		}
	}
}

func TestConv1D(t *testing.T) {
	layerCases{
		"valid": {
			New:   func() layers.Layer { return &layers.Conv1D{Filters: 4, KernelSize: []int{3}} },
			Input: shape{6, 2}, Output: shape{4, 4}, Weights: []string{"kernel", "bias"},
			Mistakes: map[string]layers.Layer{
				"KernelSize: received [3 3], expected one": &layers.Conv1D{Filters: 4, KernelSize: []int{3, 3}},
				`Padding: received "full", expected "valid", "same" or "causal"`: &layers.Conv1D{
					Filters: 4, KernelSize: []int{3}, Padding: "full",
				},
				"Conv: ": &layers.Conv1D{Filters: 4, KernelSize: []int{7}},
				"input: received shape (None, 6, 2), expected 4 axes: batch, height, width, channels": &layers.Conv2D{
					Filters: 4, KernelSize: []int{3},
				},
			},
		},
		"causal": {
			New: func() layers.Layer {
				return &layers.Conv1D{Filters: 3, KernelSize: []int{2}, Padding: "causal", DilationRate: []int{2}, Activation: activations.Tanh}
			},
			Input: shape{5, 2}, Output: shape{5, 3},
		},
		"strides, channels first": {
			New: func() layers.Layer {
				return &layers.Conv1D{Filters: 3, KernelSize: []int{3}, Strides: []int{2}, Padding: "same", DataFormat: "channels_first"}
			},
			Input: shape{2, 5}, Output: shape{3, 3},
		},
	}.run(t)
}

func TestConv2D(t *testing.T) {
	layerCases{
		"same": {
			New: func() layers.Layer {
				return &layers.Conv2D{Filters: 3, KernelSize: []int{3, 3}, Padding: "same", Activation: "sigmoid"}
			},
			Input: shape{4, 5, 2}, Output: shape{4, 5, 3}, Weights: []string{"kernel", "bias"},
			Mistakes: map[string]layers.Layer{
				"Filters: received 0, expected a positive number":                               &layers.Conv2D{KernelSize: []int{3}},
				"KernelSize: received [], expected a positive number for each axis":             &layers.Conv2D{Filters: 3},
				"KernelSize: received [3 3 3], expected 2, or one for all":                      &layers.Conv2D{Filters: 3, KernelSize: []int{3, 3, 3}},
				"KernelSize[1]: received 0, expected a positive number":                         &layers.Conv2D{Filters: 3, KernelSize: []int{3, 0}},
				"Strides[0]: received -1, expected a positive number":                           &layers.Conv2D{Filters: 3, KernelSize: []int{3}, Strides: []int{-1}},
				"DilationRate[0]: received 0, expected a positive number":                       &layers.Conv2D{Filters: 3, KernelSize: []int{3}, DilationRate: []int{0}},
				"DilationRate: received [2 2] with Strides [1 2], expected one of the two":      &layers.Conv2D{Filters: 3, KernelSize: []int{3}, Strides: []int{1, 2}, DilationRate: []int{2}},
				`Padding: received "causal", expected "valid" or "same"`:                        &layers.Conv2D{Filters: 3, KernelSize: []int{3}, Padding: "causal"},
				`DataFormat: received "last", expected "channels_last" or "channels_first"`:     &layers.Conv2D{Filters: 3, KernelSize: []int{3}, DataFormat: "last"},
				"Groups: received 2, expected a divisor of Filters, which is 3":                 &layers.Conv2D{Filters: 3, KernelSize: []int{3}, Groups: 2},
				"Groups: received 3, expected a divisor of the 2 channels of an input of shape": &layers.Conv2D{Filters: 3, KernelSize: []int{3}, Groups: 3},
				"Groups: received -1, expected a positive number":                               &layers.Conv2D{Filters: 3, KernelSize: []int{3}, Groups: -1},
				`received "rellu"`: &layers.Conv2D{Filters: 3, KernelSize: []int{3}, Activation: "rellu"},
				"Conv: ":           &layers.Conv2D{Filters: 3, KernelSize: []int{1, 6}},
			},
		},
		"strides": {
			New: func() layers.Layer {
				return &layers.Conv2D{Filters: 2, KernelSize: []int{3, 2}, Strides: []int{2, 1}, UseBias: new(false)}
			},
			Input: shape{7, 4, 3}, Output: shape{3, 3, 2}, Weights: []string{"kernel"},
		},
		"groups, channels first": {
			New: func() layers.Layer {
				return &layers.Conv2D{Filters: 4, KernelSize: []int{2, 2}, Groups: 2, DataFormat: "channels_first"}
			},
			Input: shape{6, 4, 3}, Output: shape{4, 3, 2},
		},
		"all": {
			New: func() layers.Layer {
				return &layers.Conv2D{
					Filters: 2, KernelSize: []int{2, 2}, DilationRate: []int{1, 2}, Padding: "same",
					KernelInitializer: &initializers.HeNormal{Seed: new(int64(7))},
					BiasInitializer:   &initializers.Constant{Value: .5},
					KernelRegularizer: &regularizers.L1L2{L1: .1, L2: .2},
					BiasRegularizer:   &regularizers.L2{L2: new(.1)},
					KernelConstraint:  &constraints.MaxNorm{MaxValue: new(.9)},
					BiasConstraint:    &constraints.NonNeg{},
					Base:              layers.Base{Name: "edges", ActivityRegularizer: &regularizers.L2{}},
				}
			},
			Input: shape{3, 5, 2}, Output: shape{3, 5, 2},
		},
	}.run(t)
}

func TestConv3D(t *testing.T) {
	layerCases{
		"same": {
			New: func() layers.Layer {
				return &layers.Conv3D{Filters: 2, KernelSize: []int{2, 3, 1}, Strides: []int{1, 2, 1}, Padding: "same"}
			},
			Input: shape{2, 4, 3, 2}, Output: shape{2, 2, 3, 2}, Weights: []string{"kernel", "bias"},
			Mistakes: map[string]layers.Layer{
				"KernelSize: received [3 3], expected 3, or one for all": &layers.Conv3D{Filters: 2, KernelSize: []int{3, 3}},
				"Filters: received -1, expected a positive number":       &layers.Conv3D{Filters: -1, KernelSize: []int{3}},
			},
		},
	}.run(t)
}

func TestConvTranspose(t *testing.T) {
	layerCases{
		"1D": {
			New: func() layers.Layer {
				return &layers.Conv1DTranspose{Filters: 3, KernelSize: []int{3}, Strides: []int{2}}
			},
			Input: shape{4, 2}, Output: shape{9, 3}, Weights: []string{"kernel", "bias"},
			Mistakes: map[string]layers.Layer{
				"expected 4 axes: batch, channels, height, width": &layers.Conv2DTranspose{
					Filters: 3, KernelSize: []int{3}, DataFormat: "channels_first",
				},
			},
		},
		"2D": {
			New: func() layers.Layer {
				return &layers.Conv2DTranspose{Filters: 2, KernelSize: []int{3, 2}, Strides: []int{2, 2}, Padding: "same", Activation: "tanh"}
			},
			Input: shape{2, 3, 2}, Output: shape{4, 6, 2},
			Mistakes: map[string]layers.Layer{
				"Filters: received 0, expected a positive number":                &layers.Conv2DTranspose{KernelSize: []int{3}},
				"KernelSize: received [], expected a positive number":            &layers.Conv2DTranspose{Filters: 3},
				"OutputPadding[1]: received 2, expected less than the stride, 2": &layers.Conv2DTranspose{Filters: 3, KernelSize: []int{3}, Strides: []int{2}, OutputPadding: []int{1, 2}},
				"OutputPadding[0]: received -1, expected 0 or more":              &layers.Conv2DTranspose{Filters: 3, KernelSize: []int{3}, Strides: []int{2}, OutputPadding: []int{-1}},
				"OutputPadding: received [1 1 1], expected 2, or one for all":    &layers.Conv2DTranspose{Filters: 3, KernelSize: []int{3}, Strides: []int{2}, OutputPadding: []int{1, 1, 1}},
				`Padding: received "causal", expected "valid" or "same"`:         &layers.Conv2DTranspose{Filters: 3, KernelSize: []int{3}, Padding: "causal"},
				"DilationRate: received [2 2] with Strides [2 2]":                &layers.Conv2DTranspose{Filters: 3, KernelSize: []int{3}, Strides: []int{2}, DilationRate: []int{2}},
			},
		},
		"output padding, channels first": {
			New: func() layers.Layer {
				return &layers.Conv2DTranspose{
					Filters: 2, KernelSize: []int{2, 2}, Strides: []int{3, 3}, OutputPadding: []int{0, 2},
					DataFormat: "channels_first", UseBias: new(false),
				}
			},
			Input: shape{2, 2, 3}, Output: shape{2, 5, 10}, Weights: []string{"kernel"},
		},
		"3D": {
			New: func() layers.Layer {
				return &layers.Conv3DTranspose{Filters: 2, KernelSize: []int{2, 2, 2}, DilationRate: []int{2, 1, 1}}
			},
			Input: shape{2, 2, 1, 2}, Output: shape{4, 3, 2, 2},
		},
	}.run(t)
}

func TestDepthwiseConv(t *testing.T) {
	layerCases{
		"1D": {
			New:   func() layers.Layer { return &layers.DepthwiseConv1D{KernelSize: []int{2}, DepthMultiplier: 2} },
			Input: shape{4, 3}, Output: shape{3, 6}, Weights: []string{"kernel", "bias"},
		},
		"2D": {
			New: func() layers.Layer {
				return &layers.DepthwiseConv2D{KernelSize: []int{3, 3}, Strides: []int{2, 2}, Padding: "same", Activation: "tanh"}
			},
			Input: shape{4, 5, 2}, Output: shape{2, 3, 2},
			Mistakes: map[string]layers.Layer{
				"KernelSize: received [], expected a positive number":      &layers.DepthwiseConv2D{},
				"DepthMultiplier: received -1, expected a positive number": &layers.DepthwiseConv2D{KernelSize: []int{3}, DepthMultiplier: -1},
				`Padding: received "valit", expected "valid" or "same"`:    &layers.DepthwiseConv2D{KernelSize: []int{3}, Padding: "valit"},
			},
		},
		"channels first": {
			New: func() layers.Layer {
				return &layers.DepthwiseConv2D{KernelSize: []int{2, 1}, DepthMultiplier: 3, DataFormat: "channels_first", UseBias: new(false)}
			},
			Input: shape{2, 3, 3}, Output: shape{6, 2, 3}, Weights: []string{"kernel"},
		},
	}.run(t)
}

func TestSeparableConv(t *testing.T) {
	all := []string{"depthwise_kernel", "pointwise_kernel", "bias"}
	layerCases{
		"1D": {
			New:   func() layers.Layer { return &layers.SeparableConv1D{Filters: 2, KernelSize: []int{3}, Padding: "same"} },
			Input: shape{4, 3}, Output: shape{4, 2}, Weights: all,
		},
		"2D": {
			New: func() layers.Layer {
				return &layers.SeparableConv2D{Filters: 3, KernelSize: []int{2, 3}, DepthMultiplier: 2, Activation: "tanh"}
			},
			Input: shape{4, 5, 2}, Output: shape{3, 3, 3}, Weights: all,
			Mistakes: map[string]layers.Layer{
				"Filters: received 0, expected a positive number":          &layers.SeparableConv2D{KernelSize: []int{3}},
				"KernelSize: received [], expected a positive number":      &layers.SeparableConv2D{Filters: 3},
				"DepthMultiplier: received -1, expected a positive number": &layers.SeparableConv2D{Filters: 3, KernelSize: []int{3}, DepthMultiplier: -1},
				`Padding: received "valit", expected "valid" or "same"`:    &layers.SeparableConv2D{Filters: 3, KernelSize: []int{3}, Padding: "valit"},
			},
		},
		"channels first": {
			New: func() layers.Layer {
				return &layers.SeparableConv2D{Filters: 3, KernelSize: []int{2, 2}, DataFormat: "channels_first", UseBias: new(false)}
			},
			Input: shape{2, 3, 3}, Output: shape{3, 2, 2}, Weights: all[:2],
		},
	}.run(t)
}

// A network that tells digits apart: convolutions find edges and then parts, pooling makes
// the images smaller in between.
func ExampleConv2D() {
	model := keras.Sequential(keras.Input(28, 28, 1),
		&layers.Conv2D{Filters: 32, KernelSize: []int{3}, Activation: activations.ReLU},
		&layers.MaxPooling2D{},
		&layers.Conv2D{Filters: 64, KernelSize: []int{3}, Activation: activations.ReLU},
		&layers.MaxPooling2D{},
		&layers.Flatten{},
		&layers.Dropout{Rate: .5},
		&layers.Dense{Units: 10, Activation: activations.Softmax},
	)
	if err := model.Build(nil); err != nil {
		fmt.Println(err)
		return
	}
	for _, v := range model.Variables() {
		fmt.Println(v.Path, v.Shape())
	}
	// Output:
	// sequential/conv2d/kernel (3, 3, 1, 32)
	// sequential/conv2d/bias (32,)
	// sequential/conv2d_1/kernel (3, 3, 32, 64)
	// sequential/conv2d_1/bias (64,)
	// sequential/dense/kernel (1600, 10)
	// sequential/dense/bias (10,)
}

// What is wrong with the settings of a convolution, and with the images it is given.
func ExampleConv2D_mistakes() {
	fmt.Println(keras.Sequential(keras.Input(28, 28, 1),
		&layers.Conv2D{Filters: 6, KernelSize: []int{3, 0}, Padding: "full", Groups: 4},
	).Build(nil))
	fmt.Println(keras.Sequential(keras.Input(28, 28), &layers.Conv2D{Filters: 6, KernelSize: []int{3}}).Build(nil))
	fmt.Println(keras.Sequential(keras.Input(4, 4, 1), &layers.Conv2D{Filters: 6, KernelSize: []int{5}}).Build(nil))
	// Output:
	// layer "conv2d" (Conv2D): KernelSize[1]: received 0, expected a positive number
	// layer "conv2d" (Conv2D): Padding: received "full", expected "valid" or "same"
	// layer "conv2d" (Conv2D): Groups: received 4, expected a divisor of Filters, which is 6
	// layer "sequential" (Sequential): layer "conv2d" (Conv2D): input: received shape (None, 28, 28), expected 4 axes: batch, height, width, channels
	// layer "sequential" (Sequential): layer "conv2d" (Conv2D): ops.Conv: a value of shape (None, 4, 4, 1) is too small for windows of 5 places with padding "valid": the output would have size 0 along axis 0 of space
}

// Images of any size become vectors of one size.
func ExampleGlobalAveragePooling2D() {
	model := keras.Sequential(keras.Input(tensor.Unknown, tensor.Unknown, 3),
		&layers.ZeroPadding2D{Padding: [][2]int{{1, 1}, {2, 2}}},
		&layers.Conv2D{Filters: 8, KernelSize: []int{5, 3}, Strides: []int{2}},
		&layers.GlobalAveragePooling2D{},
	)
	for _, size := range []int{32, 45} {
		y, err := model.PredictOnBatch(tensor.New(tensor.Float32, 1, size, size, 3))
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(y.Shape())
	}
	// Output:
	// (1, 8)
	// (1, 8)
}

// TestUnknownChannels refuses images of which nobody knows how many channels they have.
func TestUnknownChannels(t *testing.T) {
	for _, l := range []layers.Layer{
		&layers.Conv2D{Filters: 2, KernelSize: []int{3}},
		&layers.Conv2DTranspose{Filters: 2, KernelSize: []int{3}},
		&layers.DepthwiseConv2D{KernelSize: []int{3}},
		&layers.SeparableConv2D{Filters: 2, KernelSize: []int{3}},
	} {
		const want = "input: received shape (None, 8, 8, None), expected a known number of channels"
		if err := tryAll(l, shape{tensor.Unknown, 8, 8, tensor.Unknown}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%T: received the error %v, expected %q", l, err, want)
		}
	}
}
