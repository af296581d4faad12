package metrics_test

import (
	"encoding/json"
	"math"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/gokeras/keras/internal/config"
	"github.com/gokeras/keras/internal/engine/ref"
	"github.com/gokeras/keras/internal/golden"
	"github.com/gokeras/keras/metrics"
	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/tensor"
)

// countingCase is a [metricCase] whose results are arrays.
type countingCase struct {
	metricCase
	Updates []struct {
		update
		Result golden.Array
	}
	Empty golden.Array
}

func TestCounting(t *testing.T) {
	for _, c := range golden.Load[countingCase](t, "counting_metrics") {
		t.Run(c.Name, c.test)
	}
}

func (c countingCase) test(t *testing.T) {
	m := c.metric(t)
	if err := metrics.Build(m, typeOf(t, c.Updates[0].YTrue), typeOf(t, c.Updates[0].YPred)); err != nil {
		t.Fatal(err)
	}
	want := map[string]metrics.Direction{"up": metrics.Up, "down": metrics.Down}[c.Direction]
	if got := metrics.DirectionOf(m); got != want {
		t.Errorf("direction: received %v, expected %v", got, want)
	}
	for round := range 2 { // the second after a reset
		golden.Close(t, array(t, m), c.Empty, 0, 0)
		for i, u := range c.Updates {
			u.run(t, m)
			if !golden.Close(t, array(t, m), u.Result, 1e-6, 1e-6) {
				t.Errorf("round %d, update %d", round, i)
			}
		}
		vars := metrics.StateOf(m)
		if len(vars) != len(c.Variables) {
			t.Fatalf("received %d variables, expected %d", len(vars), len(c.Variables))
		}
		for i, v := range c.Variables {
			if vars[i].Name != v.Name {
				t.Errorf("variable %d: received name %q, expected %q", i, vars[i].Name, v.Name)
			}
			if got := vars[i].DType(); got != v.Value.Tensor(t).DType() {
				t.Errorf("variable %s: received type %v, expected %v", v.Name, got, v.Value.Tensor(t).DType())
			}
			golden.Close(t, floats(vars[i].Store()), v.Value, 1e-6, 1e-6)
		}
		metrics.Reset(m)
	}
}

// array is what a metric's state amounts to.
func array(t *testing.T, m metrics.Metric) []float32 {
	t.Helper()
	tr := ops.NewTrace(false)
	out, err := ref.Run(tr.Program("result", nil, []*ops.Value{m.Result(tr)}))
	if err != nil {
		t.Fatal(err)
	}
	return floats(out[0])
}

func floats(x *tensor.Tensor) []float32 { return tensor.Data[float32](x.Cast(tensor.Float32)) }

// TestCountingConfigs reads what Keras wrote and writes it again. Keys that are left out
// must have their default there. A name alone is enough to make a metric, with the name
// that Keras gives it.
func TestCountingConfigs(t *testing.T) {
	defaults := map[string]any{
		"dtype": "float32", "average": nil, "beta": 1., "threshold": nil, "class_aggregation": "uniform_average", "num_regressors": 0.,
		"axis": -1., "ignore_class": nil, "sparse_y_true": true, "sparse_y_pred": true, "target_class_ids": []any{0., 1.},
	}
	of := map[string]map[string]any{ // where they differ
		"OneHotIoU": {"sparse_y_pred": false}, "OneHotMeanIoU": {"sparse_y_pred": false}, "BinaryIoU": {"threshold": .5},
	}
	type object struct {
		ClassName string `json:"class_name"`
		Config    map[string]any
	}
	for _, c := range golden.Load[countingCase](t, "counting_metrics") {
		var want, got object
		if err := json.Unmarshal(c.Metric, &want); err != nil {
			t.Fatal(err)
		}
		m := c.metric(t)
		text, err := config.Encode(m)
		if err == nil {
			err = json.Unmarshal(text, &got)
		}
		if err != nil {
			t.Fatalf("%s: %v", c.Name, err)
		}
		if metrics.NameOf(m) != want.Config["name"] {
			t.Errorf("%s: received name %q, expected %q", c.Name, metrics.NameOf(m), want.Config["name"])
		}
		for key, value := range want.Config {
			v, ok := got.Config[key]
			if !ok {
				if v, ok = of[want.ClassName][key]; !ok {
					v = defaults[key]
				}
			}
			if !reflect.DeepEqual(v, value) {
				t.Errorf("%s: %s: received %v, expected %v", c.Name, key, v, value)
			}
			delete(got.Config, key)
		}
		if len(got.Config) > 0 {
			t.Errorf("%s: keys that Keras doesn't have: %v", c.Name, got.Config)
		}
		if want.Config["name"] == "mine" {
			continue
		}
		plain, err := config.Decode[metrics.Metric]([]byte(`{"class_name": "` + want.ClassName + `", "config": {}}`))
		if err != nil || metrics.NameOf(plain) != want.Config["name"] {
			t.Errorf("%s: received name %q, %v, expected %q", want.ClassName, metrics.NameOf(plain), err, want.Config["name"])
		}
	}
}

func TestCountingNames(t *testing.T) {
	for _, names := range [][]string{
		{"F1Score", "f1_score"}, {"FBetaScore", "f_beta_score"}, {"R2Score", "r2_score"},
		{"PearsonCorrelation", "pearson_correlation"}, {"ConcordanceCorrelation", "concordance_correlation"},
		{"BinaryIoU", "binary_io_u"},
	} {
		for i, m := range metrics.Names(names...) {
			if err := metrics.Check(m); err != nil || metrics.NameOf(m) != names[i] {
				t.Errorf("received %q, %v, expected %q", metrics.NameOf(m), err, names[i])
			}
		}
	}
	for _, name := range []string{"IoU", "io_u", "MeanIoU", "mean_io_u", "OneHotIoU", "one_hot_io_u", "OneHotMeanIoU", "one_hot_mean_io_u"} {
		err := metrics.Check(metrics.Name(name)) // it has arguments that are required
		if want := `metric "` + name + `": NumClasses: received 0, expected a number from 1 to 32768`; err == nil || err.Error() != want {
			t.Errorf("received %v, expected %s", err, want)
		}
	}
}

func TestCountingErrors(t *testing.T) {
	shape := func(n ...int) ops.Type { return ops.Type{Shape: append(tensor.Shape{tensor.Unknown}, n...)} }
	tests := []struct {
		metric metrics.Metric
		y, p   ops.Type
		want   string
	}{
		{&metrics.F1Score{Average: "mean"}, shape(3), shape(3), `metric "f1_score": Average: received "mean", expected "micro", "macro", "weighted" or ""`},
		{&metrics.F1Score{Threshold: 1.5}, shape(3), shape(3), `metric "f1_score": Threshold: received 1.5, expected a number above 0, at most 1`},
		{&metrics.FBetaScore{Beta: -1}, shape(3), shape(3), `metric "fbeta_score": Beta: received -1, expected a positive number`},
		{&metrics.FBetaScore{Beta: math.NaN()}, shape(3), shape(3), `metric "fbeta_score": Beta: received NaN, expected a positive number`},
		{&metrics.F1Score{}, shape(2, 3), shape(2, 3), `received targets of shape (None, 2, 3) and predictions of shape (None, 2, 3), expected (samples, columns)`},
		{&metrics.F1Score{}, shape(), shape(3), `targets: received shape (None,), expected that of the predictions, (None, 3)`},
		{&metrics.F1Score{}, shape(), shape(), `expected (samples, columns)`},
		{&metrics.R2Score{}, shape(2), shape(tensor.Unknown), `expected (samples, columns)`},
		{&metrics.R2Score{ClassAggregation: "mean"}, shape(2), shape(2), `metric "r2_score": ClassAggregation: received "mean", expected "uniform_average"`},
		{&metrics.R2Score{NumRegressors: -1}, shape(2), shape(2), `metric "r2_score": NumRegressors: received -1, expected a number from 0`},
		{&metrics.R2Score{}, shape(2), shape(3), `targets: received shape (None, 2), expected that of the predictions, (None, 3)`},
		{&metrics.PearsonCorrelation{}, shape(2), shape(3), `targets: received shape (None, 2), expected that of the predictions, (None, 3)`},
		{&metrics.ConcordanceCorrelation{Axis: new(2)}, shape(3), shape(3), `metric "concordance_correlation": targets float32(None, 3)`},
		{&metrics.IoU{NumClasses: 3}, shape(), shape(), `metric "io_u": TargetClassIDs: received none, expected class numbers`},
		{&metrics.IoU{NumClasses: 3, TargetClassIDs: []int{1, 3}}, shape(), shape(), `metric "io_u": TargetClassIDs: received 3, expected class numbers from 0 to 2`},
		{&metrics.BinaryIoU{TargetClassIDs: []int{-1}}, shape(), shape(), `metric "binary_io_u": TargetClassIDs: received -1, expected class numbers from 0 to 1`},
		{&metrics.MeanIoU{NumClasses: 1 << 40}, shape(), shape(), `metric "mean_io_u": NumClasses: received 1099511627776, expected a number from 1 to 32768`},
		{&metrics.MeanIoU{NumClasses: 3, Base: metrics.Base{DType: "int8"}}, shape(), shape(), `metric "mean_io_u": DType: received "int8", expected "int32", "int64", "float32" or "float64"`},
		{&metrics.F1Score{Base: metrics.Base{DType: "int32"}}, shape(2), shape(2), `metric "f1_score": DType: received "int32", expected "float32" or "float64"`},
		{&metrics.MeanIoU{NumClasses: 3}, shape(), shape(3), `targets: received shape (None,) for predictions of shape (None, 3)`},
		{&metrics.OneHotMeanIoU{NumClasses: 3, Axis: new(3)}, shape(3), shape(3), `metric "one_hot_mean_io_u": targets float32(None, 3)`},
	}
	for _, tt := range tests {
		if err := metrics.Build(tt.metric, tt.y, tt.p); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("received %v, expected %s", err, tt.want)
		}
	}
}

// TestWeightsOfImages gives each image a weight, which Keras refuses: it counts for all
// pixels.
func TestWeightsOfImages(t *testing.T) {
	m := &metrics.MeanIoU{NumClasses: 2}
	images := ops.Type{DType: tensor.Int32, Shape: tensor.Shape{tensor.Unknown, 2, 2}}
	if err := metrics.Build(m, images, images); err != nil {
		t.Fatal(err)
	}
	tr := ops.NewTrace(false)
	in := []*ops.Value{
		ops.Input("y", tensor.Int32, 2, 2, 2), ops.Input("p", tensor.Int32, 2, 2, 2), ops.Input("weight", tensor.Int32, 2),
	}
	m.Update(tr, in[0], in[1], in[2])
	y := tensor.FromSlice([]int32{0, 0, 1, 1, 0, 1, 1, 1}, 2, 2, 2)
	p := tensor.FromSlice([]int32{0, 0, 1, 0, 1, 1, 1, 1}, 2, 2, 2)
	if _, err := ref.Run(tr.Program("update", in, nil), y, p, tensor.FromSlice([]int32{2, 5})); err != nil {
		t.Fatal(err)
	}
	got := tensor.Data[int32](metrics.StateOf(m)[0].Store())
	if want := []int32{4, 5, 2, 17}; !slices.Equal(got, want) {
		t.Errorf("received counts %v, expected %v", got, want)
	}
}
