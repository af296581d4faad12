package metrics_test

import (
	"testing"

	"github.com/gokeras/keras/internal/engine/ref"
	"github.com/gokeras/keras/losses"
	"github.com/gokeras/keras/metrics"
	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/tensor"
)

// largest is a metric of a user's own: the largest error of all, with the state that
// it needs.
type largest struct {
	metrics.Base
	worst *ops.Variable
}

func (m *largest) Build(_, _ ops.Type) (err error) {
	m.worst, err = m.State("worst", tensor.Shape{}, -1)
	return err
}

func (m *largest) Update(t *ops.Trace, yTrue, yPred, _ *ops.Value) {
	e := ops.Max(ops.Absolute(ops.Subtract(yTrue, yPred)))
	t.Set(m.worst, ops.Maximum(t.Get(m.worst), e))
}

func (m *largest) Result(t *ops.Trace) *ops.Value { return t.Get(m.worst) }

func (m *largest) Direction() metrics.Direction { return metrics.Down }

// near is one whose average Base keeps.
type near struct {
	Within float64
	metrics.Base
}

func (m *near) Update(t *ops.Trace, yTrue, yPred, weight *ops.Value) {
	e := ops.Absolute(ops.Subtract(yTrue, yPred))
	m.Average(t, ops.LessEqual(e, ops.FullLike(e, m.Within)), weight)
}

// update gives a metric a batch of targets 0.
func give(t *testing.T, m metrics.Metric, p ...float32) {
	t.Helper()
	tr := ops.NewTrace(false)
	in := ops.Input("p", tensor.Float32, len(p))
	m.Update(tr, ops.ZerosLike(in), in, nil)
	if _, err := ref.Run(tr.Program("give", []*ops.Value{in}, nil), tensor.FromSlice(p)); err != nil {
		t.Fatal(err)
	}
}

func TestOwn(t *testing.T) {
	vector := ops.Type{Shape: tensor.Shape{tensor.Unknown}}
	fn := &metrics.Func{Name: "squares", Better: metrics.Down, Fn: func(_ *ops.Trace, yTrue, yPred *ops.Value) *ops.Value {
		return ops.Square(ops.Subtract(yTrue, yPred))
	}}
	tests := []struct {
		metric               metrics.Metric
		name                 string
		direction            metrics.Direction
		empty, first, second float64
	}{
		{&largest{}, "largest", metrics.Down, -1, 2, 3},
		{&largest{Base: metrics.Base{Name: "worst", DType: "float64"}}, "worst", metrics.Down, -1, 2, 3},
		{&near{Within: 1}, "near", metrics.None, 0, .5, 1. / 3},
		{fn, "squares", metrics.Down, 0, 2, 13. / 3},
		{&metrics.Func{DType: "float64", Fn: fn.Fn}, "func", metrics.None, 0, 2, 13. / 3},
		{&metrics.MeanMetricWrapper{Fn: &losses.MeanSquaredError{}}, "mean_metric_wrapper", metrics.Down, 0, 2, 5.5},
	}
	for _, tt := range tests {
		m := tt.metric
		if got := metrics.NameOf(m); got != tt.name {
			t.Errorf("received name %q, expected %q", got, tt.name)
		}
		if got := metrics.DirectionOf(m); got != tt.direction {
			t.Errorf("%s: received direction %v, expected %v", tt.name, got, tt.direction)
		}
		expect := func(want float64) {
			t.Helper()
			if got := result(t, m); float32(got) != float32(want) {
				t.Errorf("%s: received %v, expected %v", tt.name, got, want)
			}
		}
		for range 2 { // built again, it begins anew with the same variables
			before := metrics.StateOf(m)
			if err := metrics.Build(m, vector, vector); err != nil {
				t.Fatal(err)
			}
			for i, v := range metrics.StateOf(m) {
				if before != nil && before[i] != v {
					t.Errorf("%s: another variable %s after Build", tt.name, v.Name)
				}
			}
			expect(tt.empty)
			give(t, m, 0, -2)
			expect(tt.first)
			give(t, m, 3)
			expect(tt.second)
			metrics.Reset(m)
			expect(tt.empty)
			give(t, m, 3)
		}
	}
}

// TestState makes another variable where the shape or the type is another.
func TestState(t *testing.T) {
	var b metrics.Base
	first, err := b.State("s", tensor.Shape{2}, 1)
	if err != nil {
		t.Fatal(err)
	}
	if same, _ := b.State("s", tensor.Shape{2}, 5); same != first || tensor.Data[float32](same.Store())[1] != 5 {
		t.Errorf("received %v, expected the same variable at 5", same)
	}
	if other, _ := b.State("s", tensor.Shape{3}, 1); other == first || other.Shape()[0] != 3 {
		t.Errorf("received shape %v, expected (3,)", other.Shape())
	}
	b.DType = "float64"
	if other, _ := b.State("s", tensor.Shape{3}, 1); other.DType() != tensor.Float64 {
		t.Errorf("received %v, expected float64", other.DType())
	}
	b.DType = "half"
	if _, err := b.State("s", tensor.Shape{3}, 1); err == nil {
		t.Error("received no error for an unknown type")
	}
}
