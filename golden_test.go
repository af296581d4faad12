package keras

import (
	"bytes"
	"context"
	"encoding/json"
	"math"
	"strconv"
	"testing"

	"github.com/gokeras/keras/internal/config"
	"github.com/gokeras/keras/internal/golden"
	"github.com/gokeras/keras/layers"
	"github.com/gokeras/keras/losses"
	"github.com/gokeras/keras/metrics"
	"github.com/gokeras/keras/optimizers"
	"github.com/gokeras/keras/tensor"
)

// fromKeras returns the model that Keras wrote as JSON, compiled as it was.
func fromKeras(t *testing.T, text json.RawMessage) *Model {
	t.Helper()
	m, compile, err := LoadOptions{}.fromConfig(text, func(*Model) {})
	if err != nil {
		t.Fatal(err)
	}
	if compile != nil {
		if err := m.Compile(*compile); err != nil {
			t.Fatal(err)
		}
	}
	return m
}

func formulas(t *testing.T, m *Model, list []golden.Formula) {
	t.Helper()
	var weights []*tensor.Tensor
	for _, f := range list {
		weights = append(weights, tensor.FromSlice(f.Values(), f.Shape...))
	}
	if err := m.SetWeights(weights); err != nil {
		t.Fatal(err)
	}
}

type named struct {
	Name  string
	Value golden.Number
}

type fitCase struct {
	Name    string
	Model   json.RawMessage
	Weights []golden.Formula
	Y       string
	Fit     struct {
		BatchSize           int                `json:"batch_size"`
		Epochs              int                `json:"epochs"`
		ClassWeight         map[string]float64 `json:"class_weight"`
		InitialEpoch        int                `json:"initial_epoch"`
		ValidationData      bool               `json:"validation_data"`
		ValidationSplit     float64            `json:"validation_split"`
		ValidationWeight    bool               `json:"validation_weight"`
		SampleWeight        bool               `json:"sample_weight"`
		ValidationFreq      int                `json:"validation_freq"`
		StepsPerEpoch       int                `json:"steps_per_epoch"`
		ValidationBatchSize int                `json:"validation_batch_size"`
	}
	Epoch   []int
	History []struct {
		Name   string
		Values []golden.Number
	}
	Evaluate   []named
	Predict    golden.Array
	Final      []golden.Array
	Iterations int
	Summary    string
}

// TestFitAsKeras trains small models, without shuffling, as Keras did.
func TestFitAsKeras(t *testing.T) {
	all := golden.Load[map[string]json.RawMessage](t, "fit_data")[0]
	get := func(t *testing.T, key string) *tensor.Tensor {
		var a golden.Array
		if err := json.Unmarshal(all[key], &a); err != nil {
			t.Fatal(err)
		}
		if a.DType == "int32" {
			return tensor.FromSlice(a.Int32s(), a.Shape...)
		}
		return tensor.FromSlice(a.Float32s(), a.Shape...)
	}
	const train = 70
	for _, c := range golden.Load[fitCase](t, "fit") {
		t.Run(c.Name, func(t *testing.T) {
			ctx := context.Background()
			m := fromKeras(t, c.Model)
			formulas(t, m, c.Weights)
			x, y, w := get(t, "x"), get(t, c.Y), get(t, "weight")
			n := x.Len()
			samples := Arrays(x.Rows(0, train), y.Rows(0, train))
			if c.Fit.SampleWeight {
				samples = samples.WithWeights(w.Rows(0, train))
			}
			o := FitOptions{
				BatchSize: c.Fit.BatchSize, Epochs: c.Fit.Epochs, InitialEpoch: c.Fit.InitialEpoch,
				ValidationSplit: c.Fit.ValidationSplit, ValidationFreq: c.Fit.ValidationFreq,
				ValidationBatchSize: c.Fit.ValidationBatchSize, StepsPerEpoch: c.Fit.StepsPerEpoch,
				Shuffle: new(false), Verbose: new(0),
			}
			if c.Fit.ValidationData {
				held := Arrays(x.Rows(train, n), y.Rows(train, n))
				if c.Fit.ValidationWeight {
					held = held.WithWeights(w.Rows(train, n))
				}
				o.ValidationData = held
			}
			if c.Fit.ClassWeight != nil {
				o.ClassWeight = map[int]float64{}
				for k, v := range c.Fit.ClassWeight {
					i, err := strconv.Atoi(k)
					if err != nil {
						t.Fatal(err)
					}
					o.ClassWeight[i] = v
				}
			}
			history, err := m.Fit(ctx, samples, o)
			if err != nil {
				t.Fatal(err)
			}
			if len(history.Keys) != len(c.History) {
				t.Fatalf("history has %v, want %v", history.Keys, c.History)
			}
			for i, h := range c.History {
				if history.Keys[i] != h.Name {
					t.Errorf("history: name %d is %q, want %q", i, history.Keys[i], h.Name)
				}
				got := history.History[h.Name]
				if len(got) != len(h.Values) {
					t.Fatalf("history: %s has %d values, want %d", h.Name, len(got), len(h.Values))
				}
				for j, v := range h.Values {
					golden.CloseTo(t, got[j], v, 2e-5, 1e-7)
				}
			}
			score, err := m.Evaluate(ctx, samples, EvaluateOptions{BatchSize: 32, Verbose: new(0)})
			if err != nil {
				t.Fatal(err)
			}
			sameScores(t, score, c.Evaluate)
			p, err := m.Predict(ctx, x.Rows(train, x.Len()), PredictOptions{BatchSize: 7})
			if err != nil {
				t.Fatal(err)
			}
			golden.Close(t, tensor.Data[float32](p), c.Predict, 5e-5, 1e-6)
			for i, v := range m.Weights() {
				w := tensor.Data[float32](v)
				if c.Name == "nan" { // in which order sums overflow is nobody's business
					for j, x := range w {
						if math.IsInf(float64(x), 0) {
							w[j] = float32(math.NaN())
						}
					}
				}
				golden.Close(t, w, c.Final[i], 5e-5, 2e-6)
			}
			steps := int(tensor.Data[int32](optimizers.Iteration(m.Optimizer()).Store())[0])
			if got := steps / c.accumulated(); got != c.Iterations {
				t.Errorf("%d iterations, want %d", got, c.Iterations)
			}
			var b bytes.Buffer
			if err := m.Summary(&b); err != nil {
				t.Fatal(err)
			}
			if b.String() != c.Summary {
				t.Errorf("summary is\n%s\nwant\n%s", b.String(), c.Summary)
			}
		})
	}
}

// accumulated returns how many steps the optimizer takes for one update.
func (c *fitCase) accumulated() int {
	if c.Name == "accumulation" {
		return 2
	}
	return 1
}

// sameScores compares with the list that Keras's evaluate returns. Where a metric
// is there with weights and without, Keras has the one without twice, and the other
// at the end.
func sameScores(t *testing.T, got Results, want []named) {
	t.Helper()
	values := map[string]golden.Number{}
	var order []string
	for _, w := range want {
		if _, ok := values[w.Name]; !ok {
			order = append(order, w.Name)
		}
		values[w.Name] = w.Value
	}
	if len(got) != len(order) {
		t.Fatalf("evaluate: %v, want %v", got, want)
	}
	for i, r := range got {
		w, ok := values[r.Name]
		if !ok || len(order) == len(want) && r.Name != order[i] {
			t.Errorf("evaluate: %v, want %v", got, want)
		}
		golden.CloseTo(t, r.Value, w, 2e-5, 1e-7)
	}
}

// TestHelloAsKeras takes 20 training steps of the hello network.
func TestHelloAsKeras(t *testing.T) {
	images, labels := golden.Hello(2000)
	x := tensor.FromSlice(images, 2000, golden.HelloInputs)
	y, err := ToCategorical(tensor.FromSlice(labelsOf(labels)), golden.HelloClasses)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range golden.Load[struct {
		Name           string
		Optimizer      json.RawMessage
		Kernels        []golden.Formula
		BatchSize      int `json:"batch_size"`
		Loss, Accuracy golden.Array
		Weights        []struct {
			Path   string
			Sum    golden.Number
			AbsSum golden.Number `json:"abs_sum"`
			First  golden.Array
		}
		TestOnBatch golden.Array `json:"test_on_batch"`
		Predict     golden.Array
	}](t, "hello") {
		t.Run(c.Name, func(t *testing.T) {
			opt, err := config.Decode[optimizers.Optimizer](c.Optimizer)
			if err != nil {
				t.Fatal(err)
			}
			m := Sequential(Input(golden.HelloInputs),
				&layers.Dense{Units: 500, Activation: "sigmoid"},
				&layers.Dense{Units: 500, Activation: "sigmoid"},
				&layers.Dense{Units: 10, Activation: "softmax"})
			if err := m.Compile(CompileOptions{
				Loss: &losses.CategoricalCrossentropy{}, Optimizer: opt, Metrics: metrics.Names("accuracy"),
			}); err != nil {
				t.Fatal(err)
			}
			w := m.Weights()
			for i, f := range c.Kernels {
				w[2*i] = tensor.FromSlice(f.Values(), f.Shape...)
			}
			if err := m.SetWeights(w); err != nil {
				t.Fatal(err)
			}
			n := c.BatchSize
			for i, want := range c.Loss.Data {
				r, err := m.TrainOnBatch(x.Rows(i*n, i*n+n), y.Rows(i*n, i*n+n), nil)
				if err != nil {
					t.Fatal(err)
				}
				golden.CloseTo(t, r[0].Value, want, 1e-4, 0)
				golden.CloseTo(t, r[1].Value, c.Accuracy.Data[i], 0, .0101)
			}
			for i, v := range m.Weights() {
				var sum, abs float64
				for _, e := range tensor.Data[float32](v) {
					sum += float64(e)
					abs += max(float64(e), -float64(e))
				}
				golden.CloseTo(t, abs, c.Weights[i].AbsSum, 1e-4, 1e-5)
				golden.CloseTo(t, sum, c.Weights[i].Sum, 1e-3, 1e-4*abs)
			}
			r, err := m.TestOnBatch(x.Rows(0, n), y.Rows(0, n), nil)
			if err != nil {
				t.Fatal(err)
			}
			golden.CloseTo(t, r[0].Value, c.TestOnBatch.Data[0], 1e-3, 0)
			p, err := m.PredictOnBatch(x.Rows(0, 3))
			if err != nil {
				t.Fatal(err)
			}
			golden.Close(t, tensor.Data[float32](p), c.Predict, 2e-3, 1e-6)
		})
	}
}

func labelsOf(list []int) []int32 {
	out := make([]int32, len(list))
	for i, v := range list {
		out[i] = int32(v)
	}
	return out
}

// TestSummaryAsKeras prints the tables that Keras prints.
func TestSummaryAsKeras(t *testing.T) {
	for _, c := range golden.Load[struct {
		Name    string
		Columns int
		Options struct {
			LineLength    int       `json:"line_length"`
			Positions     []float64 `json:"positions"`
			ShowTrainable bool      `json:"show_trainable"`
			ExpandNested  bool      `json:"expand_nested"`
			LayerRange    [2]string `json:"layer_range"`
		}
		Model json.RawMessage
		Text  string
	}](t, "summary") {
		t.Run(c.Name, func(t *testing.T) {
			m, compile, err := LoadOptions{}.fromConfig(c.Model, func(*Model) {})
			if c.Name == "half precision 80" || c.Name == "half precision 120" {
				if err == nil {
					t.Error("a layer of float16 is no error")
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if compile != nil {
				if err := m.Compile(*compile); err != nil {
					t.Fatal(err)
				}
				m.compiled.restored = c.Name != "compiled 80" && c.Name != "compiled 120"
			}
			o := c.Options
			var b bytes.Buffer
			if err := m.Summary(&b, SummaryOptions{
				Columns: c.Columns, LineLength: o.LineLength, Positions: o.Positions,
				ShowTrainable: o.ShowTrainable, ExpandNested: o.ExpandNested, LayerRange: o.LayerRange,
			}); err != nil {
				t.Fatal(err)
			}
			if b.String() != c.Text {
				t.Errorf("summary is\n%s\nwant\n%s", b.String(), c.Text)
			}
		})
	}
}
