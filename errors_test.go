package keras_test

import (
	"context"
	"errors"
	"iter"
	"math"
	"strings"
	"testing"

	"github.com/gokeras/keras"
	"github.com/gokeras/keras/callbacks"
	"github.com/gokeras/keras/data"
	"github.com/gokeras/keras/layers"
	"github.com/gokeras/keras/losses"
	"github.com/gokeras/keras/metrics"
	"github.com/gokeras/keras/optimizers"
	"github.com/gokeras/keras/tensor"
)

// says checks that an error has all of the texts.
func says(t *testing.T, err error, texts ...string) {
	t.Helper()
	if err == nil {
		t.Fatalf("no error, want one with %q", texts)
	}
	for _, s := range texts {
		if !strings.Contains(err.Error(), s) {
			t.Errorf("error is %q, which lacks %q", err, s)
		}
	}
}

func TestCompileReportsAllMistakes(t *testing.T) {
	m := keras.Sequential(keras.Input(4, -7),
		&layers.Dense{Units: -3, Activation: "rellu"},
		nil,
		&layers.Dropout{Rate: 2},
		&layers.Dense{Base: layers.Named("a"), Units: 1},
		&layers.Dense{Base: layers.Named("a"), Units: 1},
		keras.Input(3),
	)
	err := m.Compile(keras.CompileOptions{
		Optimizer: &optimizers.SGD{Momentum: -1, Base: optimizers.Base{Clipnorm: 1, Clipvalue: 1}},
		Loss:      losses.Name("mean_sqared_error"),
		Metrics:   []metrics.Metric{metrics.Name("acuracy"), nil},
	})
	says(t, err,
		`layer "input_layer" (InputLayer): Shape[1]: received -7`,
		`layer "dense" (Dense): Units: received -3, expected a positive number`,
		`layer "dense" (Dense): activation: received "rellu"`, `"relu"`,
		"layer 2: received nil",
		`layer "dropout" (Dropout): Rate: received 2, expected a number between 0 and 1`,
		`received the name "a"`,
		"received an Input of shape (None, 3), expected it in first place only",
		"Momentum", "Clipnorm, Clipvalue, GlobalClipnorm",
		"mean_sqared_error",
		"acuracy", "Metrics[1]: received nil",
	)
	if m.IsCompiled() {
		t.Error("the model is compiled all the same")
	}
}

func TestShapeMistakes(t *testing.T) {
	for name, c := range map[string]struct {
		stack []layers.Layer
		want  []string
	}{
		"reshape": {
			[]layers.Layer{keras.Input(10), &layers.Reshape{TargetShape: tensor.Shape{3, 3}}},
			[]string{`layer "reshape" (Reshape)`, "TargetShape: received [3 3]", "expected 10 elements", "(10,)"},
		},
		"scalar": {
			[]layers.Layer{keras.Input(), &layers.Dense{Units: 1}},
			[]string{`layer "dense" (Dense)`, "received shape (None,)"},
		},
		"unknown axis": {
			[]layers.Layer{keras.Input(tensor.Unknown), &layers.Dense{Units: 1}},
			[]string{`layer "dense" (Dense)`, "received shape (None, None), expected a last axis of known size"},
		},
		"noise shape": {
			[]layers.Layer{keras.Input(3), &layers.Dropout{Rate: .5, NoiseShape: tensor.Shape{1, 1, 3}}},
			[]string{`layer "dropout" (Dropout)`, "NoiseShape: received (1, 1, 3), expected 2 axes"},
		},
		"no layers": {nil, []string{"has no layers"}},
		"no input":  {[]layers.Layer{&layers.Dense{Units: 1}}, []string{"the shape of its input isn't known"}},
	} {
		t.Run(name, func(t *testing.T) { says(t, keras.Sequential(c.stack...).Build(nil), c.want...) })
	}
}

func TestDataMistakes(t *testing.T) {
	ctx := context.Background()
	nan := float32(math.NaN())
	x := tensor.New(tensor.Float32, 6, 4)
	y, err := keras.ToCategorical(tensor.FromSlice([]int32{0, 1, 0, 1, 0, 1}), 2)
	if err != nil {
		t.Fatal(err)
	}
	silent := keras.FitOptions{Verbose: new(0)}
	for name, c := range map[string]struct {
		loss string
		x, y *tensor.Tensor
		want []string
	}{
		"width of x":     {"categorical_crossentropy", tensor.New(tensor.Float32, 6, 3), y, []string{"x: received shape (6, 3), expected (None, 4)"}},
		"axes of x":      {"categorical_crossentropy", tensor.New(tensor.Float32, 6, 4, 2), y, []string{"received shape (6, 4, 2), expected (None, 4)"}},
		"lengths":        {"categorical_crossentropy", x, tensor.New(tensor.Float32, 5, 2), []string{"cardinality is ambiguous", "6", "5"}},
		"no y":           {"categorical_crossentropy", x, nil, []string{"y: received 0 arrays, expected 1"}},
		"width of y":     {"categorical_crossentropy", x, tensor.New(tensor.Float32, 6, 3), []string{"(6, 3)", "(None, 2)"}},
		"class numbers":  {"categorical_crossentropy", x, tensor.New(tensor.Int32, 6), []string{"SparseCategoricalCrossentropy", "ToCategorical"}},
		"large class":    {"sparse_categorical_crossentropy", x, tensor.FromSlice([]int32{0, 1, 2, 1, 0, 1}), []string{"row 2: received 2", "from 0 to 1"}},
		"negative class": {"sparse_categorical_crossentropy", x, tensor.FromSlice([]int32{0, -1, 0, 1, 0, 1}), []string{"row 1: received -1"}},
		"half a class":   {"sparse_categorical_crossentropy", x, tensor.FromSlice([]float32{0, 0, 0, .5, 0, 1}), []string{"row 3: received 0.5"}},
		"NaN class":      {"sparse_categorical_crossentropy", x, tensor.FromSlice([]float32{0, 0, 0, 0, 0, nan}), []string{"row 5: received NaN"}},
	} {
		t.Run(name, func(t *testing.T) {
			m := keras.Sequential(keras.Input(4), &layers.Dense{Units: 2, Activation: "softmax"})
			if err := m.Compile(keras.CompileOptions{Loss: losses.Name(c.loss)}); err != nil {
				t.Fatal(err)
			}
			_, err := m.Fit(ctx, keras.Arrays(c.x, c.y), silent)
			says(t, err, append(c.want, "Fit:")...)
			_, err = m.Evaluate(ctx, keras.Arrays(c.x, c.y), keras.EvaluateOptions{Verbose: new(0)})
			says(t, err, append(c.want, "Evaluate:")...)
			if c.y != nil {
				_, err = m.TrainOnBatch(c.x, c.y, nil)
				says(t, err, append(c.want, "TrainOnBatch:")...)
			}
			// The model can be used all the same.
			if _, err := m.Predict(ctx, x); err != nil {
				t.Error(err)
			}
		})
	}
}

func TestUseMistakes(t *testing.T) {
	ctx := context.Background()
	nan := float32(math.NaN())
	x, y := blobs(t, 40)
	fresh := keras.Sequential(keras.Input(4), &layers.Dense{Units: 2})
	_, err := fresh.Fit(ctx, keras.Arrays(x, y), keras.FitOptions{})
	if !errors.Is(err, keras.ErrNotCompiled) {
		t.Errorf("Fit of a model that isn't compiled: %v", err)
	}
	if _, err = fresh.Evaluate(ctx, keras.Arrays(x, y), keras.EvaluateOptions{}); !errors.Is(err, keras.ErrNotCompiled) {
		t.Errorf("Evaluate: %v", err)
	}
	_, err = fresh.Predict(ctx, tensor.New(tensor.Float32, 3, 5))
	says(t, err, "Predict", "received shape (3, 5), expected (None, 4)")
	_, err = fresh.Predict(ctx, nil)
	says(t, err, "Predict", "x: received nil")
	_, err = fresh.PredictOnBatch(nil)
	says(t, err, "Predict", "x: received nil")
	_, err = fresh.PredictData(ctx, nil)
	says(t, err, "Predict: data: received nil")
	in := keras.Input(4)
	_, err = keras.Functional(in, keras.List{in, in}).Predict(ctx, x)
	says(t, err, `Predict: model "functional": it has 2 outputs, expected 1: PredictData returns all`)
	_, err = keras.Sequential(&layers.Dense{Units: 2}).Predict(ctx, tensor.Scalar[float32](1))
	says(t, err, "expected a batch axis")

	says(t, fresh.SetWeights(nil), "received 0 weights, expected 2")
	w := fresh.Weights()
	w[0] = tensor.New(tensor.Float32, 3, 2)
	w[1] = nil
	says(t, fresh.SetWeights(w), "weight 0, sequential/dense/kernel: received shape (3, 2), expected (4, 2)", "weight 1")

	says(t, fresh.Save("model.h6"), "Save: path", `"model.h6"`)
	if _, err = keras.Load("missing.keras"); err == nil {
		t.Error("Load of a missing file is no error")
	}

	m := small(t)
	_, err = m.Fit(ctx, keras.Arrays(x, y), keras.FitOptions{Epochs: -1, BatchSize: -2, Verbose: new(7)})
	says(t, err, "Epochs: received -1", "BatchSize: received -2", "Verbose: received 7")
	_, err = m.Fit(ctx, nil, keras.FitOptions{})
	says(t, err, "data: received nil")
	_, err = m.Fit(ctx, keras.Arrays(x, y), keras.FitOptions{ValidationSplit: 1.5, Verbose: new(0)})
	says(t, err, "validation_split: received 1.5")
	_, err = m.Fit(ctx, keras.Arrays(x, y), keras.FitOptions{ValidationData: keras.Arrays(y, y), Verbose: new(0)})
	says(t, err, "Fit: ValidationData: x: received shape")
	_, err = m.Fit(ctx, data.Func(nil), keras.FitOptions{})
	says(t, err, "data: Func: received nil")
	_, err = m.Fit(ctx, data.Func(func() iter.Seq2[data.Batch, error] { return nil }), keras.FitOptions{})
	says(t, err, "data: Func: received nil from the function")
	_, err = keras.ToCategorical(nil, 3)
	says(t, err, "labels: received nil")
	_, err = m.Fit(ctx, keras.Arrays(x, y).WithWeights(tensor.New(tensor.Float32, 40)), keras.FitOptions{ClassWeight: map[int]float64{0: 1}})
	says(t, err, "class_weight", "sample_weight")
	_, err = m.TrainOnBatch(nil, y, nil)
	says(t, err, "TrainOnBatch: x: received nil")

	var nothing context.Context
	_, err = m.Fit(nothing, keras.Arrays(x, y), keras.FitOptions{})
	says(t, err, "Fit: ctx: received nil")
	_, err = m.Evaluate(nothing, keras.Arrays(x, y), keras.EvaluateOptions{})
	says(t, err, "Evaluate: ctx: received nil")
	_, err = m.Predict(nothing, x)
	says(t, err, "Predict: ctx: received nil")
	says(t, m.Summary(nil), "Summary: w: received nil")

	words := keras.Sequential(keras.Input(2), &layers.Embedding{InputDim: 5, OutputDim: 2}, &layers.Flatten{}, &layers.Dense{Units: 2})
	if err := words.Compile(keras.CompileOptions{Loss: losses.Name("mse")}); err != nil {
		t.Fatal(err)
	}
	for i, numbers := range []*tensor.Tensor{
		tensor.FromSlice([]int64{0, 1, 2, 5}, 2, 2), tensor.FromSlice([]float32{4.5, 1, nan, 5}, 2, 2), tensor.FromSlice([]int32{-5, 4, -6, 0}, 2, 2),
	} {
		_, err = words.Fit(ctx, keras.Arrays(numbers, tensor.New(tensor.Float32, 2, 2)), keras.FitOptions{Verbose: new(0)})
		says(t, err, "Fit: x: row 1: received "+[]string{"5", "NaN", "-6"}[i], `expected a number from 0 to 4: layer "embedding" (Embedding) has InputDim 5`)
	}
	_, err = words.TrainOnBatch(tensor.FromSlice([]uint8{0, 9}, 1, 2), tensor.New(tensor.Float32, 1, 2), nil)
	says(t, err, "TrainOnBatch: x: row 0: received 9")
	_, err = words.PredictOnBatch(tensor.FromSlice([]uint8{0, 9}, 1, 2))
	says(t, err, "Predict: ", "x: row 0: received 9")
	if _, err = words.TrainOnBatch(tensor.FromSlice([]int8{-5, 4}, 1, 2), tensor.New(tensor.Float32, 1, 2), nil); err != nil {
		t.Error(err)
	}

	reduced := keras.Sequential(keras.Input(4), &layers.Dense{Units: 2})
	if err := reduced.Compile(keras.CompileOptions{Loss: &losses.MeanSquaredError{Base: losses.Base{Reduction: losses.None}}}); err != nil {
		t.Fatal(err)
	}
	_, err = reduced.Fit(ctx, keras.Arrays(x, y), keras.FitOptions{Verbose: new(0)})
	says(t, err, "mean_squared_error", "expected a scalar")
	lossless := keras.Sequential(keras.Input(4), &layers.Dense{Units: 2})
	if err := lossless.Compile(keras.CompileOptions{}); err != nil {
		t.Fatal(err)
	}
	_, err = lossless.Fit(ctx, keras.Arrays(x, y), keras.FitOptions{Verbose: new(0)})
	says(t, err, "loss: there is none")
}

// failing is a callback that fails at the end of an epoch.
type failing struct{ callbacks.Base }

func (*failing) OnEpochEnd(int, callbacks.Logs) error { return errors.New("disk full") }

func TestCallbackError(t *testing.T) {
	m := small(t)
	x, y := blobs(t, 40)
	history, err := m.Fit(context.Background(), keras.Arrays(x, y), keras.FitOptions{
		Epochs: 5, Verbose: new(0), Callbacks: []callbacks.Callback{&failing{}},
	})
	says(t, err, "failing", "OnEpochEnd", "disk full")
	if history == nil || len(history.Epoch) > 1 {
		t.Errorf("history is %v", history)
	}
}
