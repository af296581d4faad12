package config

import (
	"encoding/json"
	"os"
	"reflect"
	"strings"
	"testing"
)

// keras returns the cases of testdata/objects.json, as Keras wrote them.
func keras(t testing.TB) map[string]string {
	t.Helper()
	data, err := os.ReadFile("testdata/objects.json")
	if err != nil {
		t.Fatal(err)
	}
	cases := map[string]string{}
	for line := range strings.Lines(string(data)) {
		if name, value, ok := strings.Cut(strings.TrimRight(line, ",\n"), ": "); ok {
			cases[strings.Trim(name, `"`)] = value
		}
	}
	return cases
}

// without removes the keys that a version of Keras older than the recording
// doesn't know: they have their default there.
func without(s string) string {
	for _, key := range []string{
		`, "quantization_config": null`, `, "input_axes": null`, `, "output_axes": null`,
		`, "ragged": false`, `, "optional": false`,
	} {
		s = strings.ReplaceAll(s, key, "")
	}
	return s
}

func TestKerasObjects(t *testing.T) {
	tests := []struct {
		name string
		want any
		// other is what is written where that isn't what Keras wrote.
		other [2]string
	}{
		{name: "dense", want: &Dense{
			Units: 500, Activation: "linear", UseBias: new(true),
			KernelInitializer: &GlorotUniform{}, BiasInitializer: &Zeros{},
			Base: Base{Name: "digits", Trainable: new(true), DType: "float32"},
		}},
		{name: "dense_full", want: &Dense{
			Units: 10, Activation: "softmax", UseBias: new(false),
			KernelInitializer: &HeNormal{GlorotUniform{Seed: new(int64(1))}}, BiasInitializer: &Zeros{},
			KernelRegularizer: &L2{L2: new(1e-4)},
			Base:              Base{Name: "full", Trainable: new(false), DType: "mixed_float16"},
		}},
		{name: "dense_custom_activation", want: &Dense{
			Units: 1, Activation: "my_package>bump", UseBias: new(true),
			KernelInitializer: &GlorotUniform{}, BiasInitializer: &Zeros{},
			Base: Base{Name: "c", Trainable: new(true), DType: "float32"},
		}, other: [2]string{
			`{"module": "builtins", "class_name": "function", "config": "my_package>bump", "registered_name": "function"}`,
			`"my_package>bump"`,
		}},
		{name: "conv2d", want: &Conv2D{
			Filters: 8, KernelSize: [2]int{3, 3}, Strides: [2]int{1, 1}, Padding: "same", DataFormat: "channels_last",
			DilationRate: [2]int{1, 1}, Groups: 1, Activation: "linear", UseBias: new(true),
			KernelInitializer: &GlorotUniform{}, BiasInitializer: &Zeros{},
			Base: Base{Name: "conv", Trainable: new(true), DType: "float32"},
		}},
		{name: "adam", want: &Adam{
			Beta1: new(0.9), Beta2: new(0.999), Epsilon: new(1e-7),
			settings: settings{Name: "adam", LearningRate: 0.0010000000474974513, EMAMomentum: new(0.99)},
		}},
		{name: "adam_full", want: &Adam{
			Beta1: new(0.0), Beta2: new(0.999), Epsilon: new(1e-8), AMSGrad: true,
			settings: settings{Name: "adam_1", LearningRate: 0.5, ClipNorm: 1, EMAMomentum: new(0.99)},
		}},
		{name: "adam_schedule", want: &Adam{
			Beta1: new(0.9), Beta2: new(0.999), Epsilon: new(1e-7),
			settings: settings{Name: "adam_2", EMAMomentum: new(0.99), Schedule: &CosineDecay{
				InitialLearningRate: 1e-5, DecaySteps: 1000, Alpha: 0.1, Name: "CosineDecay",
				WarmupTarget: new(0.01), WarmupSteps: 10,
			}},
		}},
		{name: "cosine_decay", want: &CosineDecay{InitialLearningRate: 0.1, DecaySteps: 1000, Name: "CosineDecay"}},
		{name: "glorot_uniform", want: &GlorotUniform{}},
		{name: "glorot_uniform_seed", want: &GlorotUniform{Seed: new(int64(5))}, other: [2]string{
			`{"module": "keras.random", "class_name": "SeedGenerator", "config": {"seed": 5, "name": "seed_generator"}, "registered_name": null}`,
			`5`,
		}},
		{name: "constant_inf", want: &Constant{Value: negInf}},
		{name: "l2", want: &L2{L2: new(0.01)}},
		{name: "input", want: &InputLayer{BatchShape: Shape{-1, -1, 3}, DType: "float32", Name: "inp"}},
		{name: "scale", want: &Scale{Factor: 2, Base: Base{Name: "s", Trainable: new(true), DType: "float32"}}},
		{name: "mse_loss", want: &LossMSE{Name: "mean_squared_error", Reduction: "sum_over_batch_size"}},
		{name: "mse_metric", want: &MetricMSE{Name: "mean_squared_error", DType: "float32"}},
	}
	cases := keras(t)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			theirs := cases[tt.name]
			got, err := Decode[any](json.RawMessage(theirs))
			if err != nil {
				t.Fatal(err)
			}
			if !reflect.DeepEqual(got, tt.want) {
				t.Errorf("read %+v, want %+v", got, tt.want)
			}
			typed := reflect.New(reflect.TypeOf(tt.want))
			if err := Unmarshal([]byte(theirs), typed.Interface()); err != nil {
				t.Fatal(err)
			}
			if !reflect.DeepEqual(typed.Elem().Interface(), tt.want) {
				t.Errorf("read into its own type: %+v, want %+v", typed.Elem(), tt.want)
			}
			o, err := Marshal(tt.want)
			if err != nil {
				t.Fatal(err)
			}
			ours, err := Encode(o)
			if err != nil {
				t.Fatal(err)
			}
			if want := strings.ReplaceAll(without(theirs), tt.other[0], tt.other[1]); tt.other[0] != "" && string(ours) != want ||
				tt.other[0] == "" && string(ours) != without(theirs) {
				t.Errorf("wrote\n%s\nKeras has\n%s", ours, without(theirs))
			}
		})
	}
}

func TestKerasDefaults(t *testing.T) {
	cases := keras(t)
	for name, v := range map[string]any{
		"dense":          &Dense{Units: 500, Base: Base{Name: "digits"}},
		"conv2d":         &Conv2D{Filters: 8, KernelSize: [2]int{3, 3}, Padding: "same", Base: Base{Name: "conv"}},
		"adam":           &Adam{settings: settings{Name: "adam", LearningRate: 0.0010000000474974513}},
		"cosine_decay":   &CosineDecay{InitialLearningRate: 0.1, DecaySteps: 1000},
		"glorot_uniform": &GlorotUniform{},
		"l2":             &L2{},
		"input":          &InputLayer{BatchShape: Shape{-1, -1, 3}, Name: "inp"},
		"mse_loss":       &LossMSE{Name: "mean_squared_error"},
	} {
		if got, err := Encode(v); err != nil || string(got) != without(cases[name]) {
			t.Errorf("%s: wrote\n%s, %v\nKeras has\n%s", name, got, err, without(cases[name]))
		}
	}
}

func TestKerasText(t *testing.T) {
	cases := keras(t)
	for _, name := range []string{"floats", "strings", "shared", "dense_full"} {
		tree, err := Parse([]byte(cases[name]))
		if err != nil {
			t.Fatal(err)
		}
		got, err := Encode(tree)
		if err != nil || string(got) != cases[name] {
			t.Errorf("%s: wrote\n%s, %v\nKeras has\n%s", name, got, err, cases[name])
		}
	}
	floats, err := Decode[[]float64](json.RawMessage(cases["floats"]))
	if err != nil {
		t.Fatal(err)
	}
	if got, err := Encode(floats); err != nil || string(got) != cases["floats"] {
		t.Errorf("floats: wrote\n%s, %v\nKeras has\n%s", got, err, cases["floats"])
	}
	names, err := Decode[map[string]string](json.RawMessage(cases["snake"]))
	if err != nil || len(names) < 20 {
		t.Fatalf("snake: %d names, %v", len(names), err)
	}
	for name, want := range names {
		if got := SnakeCase(name); got != want {
			t.Errorf("SnakeCase(%q) = %q, Keras has %q", name, got, want)
		}
	}
}

func TestKerasPolicies(t *testing.T) {
	cases := keras(t)
	for name, want := range map[string]string{
		"quantized": "int8_from_mixed_bfloat16",
		"policy":    "mixed_bfloat16",
	} {
		if got, err := Decode[string](json.RawMessage(cases[name])); err != nil || got != want {
			t.Errorf("%s: read %q, %v; want %q", name, got, err, want)
		}
	}
}

func TestKerasShared(t *testing.T) {
	var d Decoder
	var layers []Layer
	theirs := keras(t)["shared"]
	// Keras marked only the second occurrence; a second reading has it again.
	for range 2 {
		if err := d.Decode([]byte(theirs), &layers); err != nil {
			t.Fatal(err)
		}
	}
	first := layers[1].(*Dense).KernelInitializer
	if err := d.Decode([]byte(theirs), &layers); err != nil {
		t.Fatal(err)
	}
	if got := layers[1].(*Dense).KernelInitializer; got != first {
		t.Errorf("the shared initializer is %p, want %p", got, first)
	}
	if layers[0].(*Dense).KernelInitializer == first {
		t.Error("the first initializer has no id, yet is shared")
	}
}
