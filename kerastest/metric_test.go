package kerastest_test

import (
	"testing"

	"github.com/gokeras/keras/internal/config"
	"github.com/gokeras/keras/internal/graph"
	"github.com/gokeras/keras/kerastest"
	"github.com/gokeras/keras/metrics"
	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/tensor"
)

// Errors is a metric that is as it should be, but for its fault: the mean distance.
type Errors struct {
	Fault fault `json:"fault"`
	Lost  int   `json:"-"`
	metrics.Base
	own *ops.Variable
}

var _ = config.RegisterCustom[Errors]("kerastest_test", "")

func (e *Errors) Build(yTrue, yPred ops.Type) error {
	if e.Fault == "last" {
		var err error
		e.own, err = e.State("last", shape{}, 0)
		return err
	}
	if e.Fault == "not reset" && e.own == nil {
		e.own = ops.NewVariable("hidden", tensor.Scalar[float32](0))
	}
	return e.Base.Build(yTrue, yPred)
}

func (e *Errors) Update(t *ops.Trace, yTrue, yPred, weight *ops.Value) {
	d := ops.Absolute(ops.Subtract(yTrue, yPred))
	switch e.Fault {
	case "last":
		t.Set(e.own, ops.Mean(d))
		return
	case "not reset":
		t.Set(e.own, ops.AddScalar(t.Get(e.own), 1))
		d = ops.Add(d, t.Get(e.own))
	case "unweighted":
		weight = nil
	case "restless":
		d = graph.Apply(restless{}, d)
	case "greedy":
		d = graph.Apply(greedy{}, d)
	case "fails":
		ops.Fail("metric", "as told")
	}
	e.Average(t, d, weight)
}

func (e *Errors) Result(t *ops.Trace) *ops.Value {
	switch e.Fault {
	case "last":
		return t.Get(e.own)
	case "vector":
		return ops.ExpandDims(e.Base.Result(t), 0)
	}
	return e.Base.Result(t)
}

func TestMetric(t *testing.T) {
	of := func(e Errors) func(testing.TB) {
		return func(t testing.TB) {
			kerastest.Metric(t, kerastest.MetricCase{New: func() metrics.Metric { again := e; return &again }})
		}
	}
	for name, tt := range map[string]struct {
		run  func(testing.TB)
		want []string
	}{
		"right":      {of(Errors{}), nil},
		"no New":     {func(t testing.TB) { kerastest.Metric(t, kerastest.MetricCase{}) }, []string{"case: New: received nil"}},
		"settings":   {of(Errors{Base: metrics.Base{DType: "half"}}), []string{"settings: received the error"}},
		"lost":       {of(Errors{Lost: 1}), []string{"config: field Lost: received 0"}},
		"last":       {of(Errors{Fault: "last"}), []string{"batches: result after three batches: received"}},
		"not reset":  {of(Errors{Fault: "not reset"}), []string{"reset: result of the batch after a reset: received"}},
		"unweighted": {of(Errors{Fault: "unweighted"}), []string{"weights: result with samples of weight 0: received"}},
		"declared": {func(t testing.TB) {
			kerastest.Metric(t, kerastest.MetricCase{New: func() metrics.Metric { return &Errors{Fault: "unweighted"} }, IgnoresWeights: true})
		}, nil},
		"vector":   {of(Errors{Fault: "vector"}), []string{"result: received shape (1,), expected a scalar"}},
		"restless": {of(Errors{Fault: "restless"}), []string{"engine: output 0: received", "parallel: "}},
		"greedy":   {of(Errors{Fault: "greedy"}), []string{"allocation: received"}},
		"fails":    {of(Errors{Fault: "fails"}), []string{"build: metric"}},
	} {
		t.Run(name, func(t *testing.T) { expect(t, tt.run, tt.want...) })
	}
}
