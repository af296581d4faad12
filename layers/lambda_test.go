package layers_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/gokeras/keras"
	"github.com/gokeras/keras/internal/config"
	"github.com/gokeras/keras/layers"
	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/tensor"
)

func TestMoreGolden(t *testing.T) { testSteps(t, "more_layers") }

// The functions of testdata/record/more_layers.py.
var (
	_ = layers.RegisterFunction("layerstest>scaled", func(_ *ops.Trace, in []*ops.Value, args map[string]any) *ops.Value {
		factor, ok := args["factor"].(float64)
		if !ok {
			factor = 2
		}
		return ops.Scale(in[0], factor)
	})
	_ = layers.RegisterFunction("layerstest>only_training", func(t *ops.Trace, in []*ops.Value, _ map[string]any) *ops.Value {
		if !t.Training {
			return in[0]
		}
		return ops.Scale(in[0], 3)
	})
)

func TestLambda(t *testing.T) {
	layerCases{
		"activation": {
			New:   func() layers.Layer { return &layers.Lambda{Function: "relu"} },
			Input: shape{3, 4}, Output: shape{3, 4}, Weights: []string{},
			Mistakes: map[string]layers.Layer{
				`Function: received "", expected the name of a function made known by layers.RegisterFunction`:           &layers.Lambda{},
				`Function: received "double", expected the name of a function made known`:                                &layers.Lambda{Function: "double"},
				`Mask: received "double", expected the name of a function made known`:                                    &layers.Lambda{Function: "relu", Mask: "double"},
				`OutputShape: received (3,), expected the shape of the samples that function "relu" gives, (None, 3, 4)`: &layers.Lambda{Function: "relu", OutputShape: shape{3}},
				`function "layerstest>nothing": received nil, expected a value`:                                          &layers.Lambda{Function: "layerstest>nothing"},
			},
		},
		"arguments": {
			New: func() layers.Layer {
				return &layers.Lambda{Function: "layerstest>scaled", Arguments: map[string]any{"factor": .5}, OutputShape: shape{tensor.Unknown}}
			},
			Input: shape{4}, Output: shape{4},
		},
		"training": {
			New:   func() layers.Layer { return &layers.Lambda{Function: "layerstest>only_training"} },
			Input: shape{4}, Output: shape{4}, TrainingDiffers: true,
		},
		"several, masked": {
			New:    func() layers.Layer { return &layers.Lambda{Function: "layerstest>sum", Mask: "layerstest>mask"} },
			Inputs: []shape{{4}, {4}}, Output: shape{4}, SupportsMasking: true,
		},
	}.run(t)
}

var (
	_ = layers.RegisterFunction("layerstest>sum", func(_ *ops.Trace, in []*ops.Value, _ map[string]any) *ops.Value {
		return ops.Add(in[0], in[1])
	})
	_ = layers.RegisterFunction("layerstest>mask", func(t *ops.Trace, in []*ops.Value, _ map[string]any) *ops.Value {
		if m := t.Mask(in[0]); m != nil {
			return m
		}
		return ops.Full(1, tensor.Bool, in[0].Shape[0])
	})
	_ = layers.RegisterFunction("layerstest>nothing", func(*ops.Trace, []*ops.Value, map[string]any) *ops.Value { return nil })
)

// TestLambdaOfPython refuses code, and what is no function, by name.
func TestLambdaOfPython(t *testing.T) {
	for function, want := range map[string]string{
		`{"class_name": "__lambda__", "config": {"code": "4wEAAAA=", "defaults": null, "closure": null}}`: "code of a Python lambda",
		`["4wEAAAA=", null, null]`:              "received code or a list, expected a function that has a name",
		`{"class_name": "Dense", "config": {}}`: "received a Dense, expected a function that has a name",
	} {
		_, err := config.Decode[layers.Layer]([]byte(`{"module": "keras.layers", "class_name": "Lambda", "config": {"name": "twice", "function": ` + function + `}}`))
		if err == nil || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), "twice") {
			t.Errorf("received %v, expected an error with %q that names the layer", err, want)
		}
	}
}

func TestRegisterFunctionTwice(t *testing.T) {
	for _, f := range []func(){
		func() {
			layers.RegisterFunction("layerstest>sum", func(*ops.Trace, []*ops.Value, map[string]any) *ops.Value { return nil })
		},
		func() {
			layers.RegisterFunction("", func(*ops.Trace, []*ops.Value, map[string]any) *ops.Value { return nil })
		},
		func() { layers.RegisterFunction("layerstest>none", nil) },
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Error("received no panic")
				}
			}()
			f()
		}()
	}
}

// ExampleRegisterFunction makes a function known, with which a model can be saved.
func ExampleRegisterFunction() {
	model := keras.Sequential(keras.Input(2), &layers.Lambda{Function: "example>square"})
	y, err := model.Predict(context.Background(), tensor.FromSlice([]float32{1, 2, 3, 4}, 2, 2))
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(tensor.Data[float32](y))
	// Output:
	// [1 4 9 16]
}

var _ = layers.RegisterFunction("example>square", func(_ *ops.Trace, in []*ops.Value, _ map[string]any) *ops.Value {
	return ops.Square(in[0])
})
