package metrics_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/gokeras/keras/internal/config"
	"github.com/gokeras/keras/internal/engine/ref"
	"github.com/gokeras/keras/internal/golden"
	"github.com/gokeras/keras/metrics"
	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/tensor"
)

// metricCase is a metric in Keras: the result after each update, and the state after
// the last one.
type metricCase struct {
	Name      string
	Metric    json.RawMessage // the object, or a name in its place
	Direction string
	Updates   []update
	Variables []struct {
		Name  string
		Value golden.Array
	}
	Empty golden.Number
}

type update struct {
	Values       *golden.Array
	YTrue        *golden.Array `json:"y_true"`
	YPred        *golden.Array `json:"y_pred"`
	SampleWeight *golden.Array `json:"sample_weight"`
	Mask         *golden.Array
	Result       golden.Number
}

func TestGolden(t *testing.T) {
	for _, family := range []string{"metrics", "more_metrics", "confusion_metrics"} {
		for _, c := range golden.Load[metricCase](t, family) {
			t.Run(c.Name, c.test)
		}
	}
}

func (c metricCase) metric(t *testing.T) metrics.Metric {
	t.Helper()
	if name, ok := strings.CutPrefix(string(c.Metric), `"`); ok {
		return metrics.Name(strings.TrimSuffix(name, `"`))
	}
	m, err := config.Decode[metrics.Metric](c.Metric)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func (c metricCase) test(t *testing.T) {
	m := c.metric(t)
	if err := metrics.Build(m, typeOf(t, c.Updates[0].YTrue), typeOf(t, c.Updates[0].predictions())); err != nil {
		t.Fatal(err)
	}
	want := map[string]metrics.Direction{"up": metrics.Up, "down": metrics.Down}[c.Direction]
	if got := metrics.DirectionOf(m); got != want {
		t.Errorf("direction: received %v, expected %v", got, want)
	}
	for round := range 2 { // the second after a reset
		golden.CloseTo(t, result(t, m), c.Empty, 0, 0)
		for i, u := range c.Updates {
			u.run(t, m)
			if !golden.CloseTo(t, result(t, m), u.Result, 1e-6, 1e-7) {
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
			golden.Close(t, tensor.Data[float32](vars[i].Store()), v.Value, 1e-6, 1e-6)
		}
		metrics.Reset(m)
	}
}

func (u update) predictions() *golden.Array {
	if u.Values != nil {
		return u.Values
	}
	return u.YPred
}

func typeOf(t *testing.T, a *golden.Array) ops.Type {
	if a == nil {
		return ops.Type{}
	}
	x := a.Tensor(t)
	return ops.Type{DType: x.DType(), Shape: x.Shape()}
}

// run records an update and runs it.
func (u update) run(t *testing.T, m metrics.Metric) {
	t.Helper()
	tr := ops.NewTrace(false)
	var leaves []*ops.Value
	var arrays []*tensor.Tensor
	leaf := func(a *golden.Array) *ops.Value {
		if a == nil {
			return nil
		}
		x := a.Tensor(t)
		v := ops.Input("input", x.DType(), x.Shape()...)
		leaves, arrays = append(leaves, v), append(arrays, x)
		return v
	}
	y, p, w := leaf(u.YTrue), leaf(u.predictions()), leaf(u.SampleWeight)
	tr.SetMask(p, leaf(u.Mask))
	m.Update(tr, y, p, w)
	if _, err := ref.Run(tr.Program("update", leaves, nil), arrays...); err != nil {
		t.Fatal(err)
	}
}

// result is what a metric's state amounts to.
func result(t *testing.T, m metrics.Metric) float64 {
	t.Helper()
	tr := ops.NewTrace(false)
	out, err := ref.Run(tr.Program("result", nil, []*ops.Value{m.Result(tr)}))
	if err != nil {
		t.Fatal(err)
	}
	return tensor.Data[float64](out[0].Cast(tensor.Float64))[0]
}
