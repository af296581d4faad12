package kerastest

import (
	"testing"

	"github.com/gokeras/keras/metrics"
	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/random"
	"github.com/gokeras/keras/tensor"
)

// A MetricCase is a metric with one choice of settings, and what it is given.
type MetricCase struct {
	// New returns a new metric, with the same settings at every call. Required.
	New func() metrics.Metric

	// Shape is the shape of a sample of the predictions. Default: [4].
	Shape tensor.Shape

	// Values returns n targets, and predictions of the given shape. Default: both
	// are float32 numbers from 0.05 to 0.95.
	Values func(g *random.Generator, n int, shape tensor.Shape) (yTrue, yPred *tensor.Tensor)

	// IgnoresWeights says that samples of weight 0 count. Default: false.
	IgnoresWeights bool

	// NotSaved says that the metric can't be saved. Default: false.
	NotSaved bool
}

// Metric tests a metric:
//   - its settings are right, and its config can be read again, with every field;
//   - its result is a scalar, and its state has different names;
//   - after several batches, also of different sizes, the result is that of all
//     their samples in one;
//   - samples of weight 0 don't count, unless declared;
//   - after a reset it begins anew;
//   - engines agree, on any number of processors, and allocate nothing.
func Metric(t testing.TB, c MetricCase) {
	t.Helper()
	if c.New == nil {
		t.Fatalf("case: New: received nil, expected a function that returns a new metric")
		return
	}
	if c.Shape == nil {
		c.Shape = tensor.Shape{4}
	}
	if !anew(t, c.New(), c.New()) {
		return
	}
	if err := metrics.Check(c.New()); err != nil {
		t.Errorf("settings: received the error %v, expected none", err)
		return
	}
	if !c.NotSaved {
		roundTrip(t, c.New(), "call keras.Register for it")
	}
	const n = 9
	loss := LossCase{Shape: c.Shape, Values: c.Values}
	y, p := loss.batch(n)
	m := c.New()
	if err := metrics.Build(m, typeOf(y), typeOf(p)); err != nil {
		t.Errorf("build: %v", err)
		return
	}
	names := map[string]bool{}
	for _, v := range metrics.StateOf(m) {
		if names[v.Name] {
			t.Errorf("state: received the name %q twice, expected another for each variable", v.Name)
		}
		names[v.Name] = true
	}
	g := &given{t: t, metric: m}
	empty := g.result()
	whole := g.update(y, p, nil)
	if whole == nil || empty == nil {
		return
	}
	if whole.Rank() != 0 {
		t.Errorf("result: received shape %v, expected a scalar", whole.Shape())
	}
	g.expect("reset", "result after a reset", g.reset(), empty)
	var parts *tensor.Tensor
	for _, part := range [][2]int{{0, 4}, {4, 5}, {5, n}} {
		parts = g.update(y.Rows(part[0], part[1]), p.Rows(part[0], part[1]), nil)
	}
	g.expect("batches", "result after three batches", parts, whole)
	g.reset()
	g.expect("reset", "result of the batch after a reset", g.update(y, p, nil), whole)
	if !c.IgnoresWeights {
		weights := make([]float32, n)
		for i := range 5 {
			weights[i] = 1
		}
		g.reset()
		some := g.update(y.Rows(0, 5), p.Rows(0, 5), nil)
		g.reset()
		g.expect("weights", "result with samples of weight 0", g.update(y, p, tensor.FromSlice(weights)), some)
	}
	if s := g.step(y, p, nil); s != nil {
		s.engines(t)
	}
}

func typeOf(x *tensor.Tensor) ops.Type {
	shape := x.Shape().Clone()
	shape[0] = tensor.Unknown
	return ops.Type{DType: x.DType(), Shape: shape}
}

// given is a metric that is given batches.
type given struct {
	t      testing.TB
	metric metrics.Metric
}

func (g *given) reset() *tensor.Tensor {
	metrics.Reset(g.metric)
	return g.result()
}

func (g *given) result() *tensor.Tensor {
	s, err := record(false, nil, func(t *ops.Trace, _ []*ops.Value) []*ops.Value {
		return []*ops.Value{g.metric.Result(t)}
	})
	return g.run(s, err)
}

// step records an update and the result.
func (g *given) step(inputs ...*tensor.Tensor) *step {
	if inputs[len(inputs)-1] == nil {
		inputs = inputs[:len(inputs)-1]
	}
	s, err := record(false, inputs, func(t *ops.Trace, in []*ops.Value) []*ops.Value {
		g.metric.Update(t, in[0], in[1], append(in, nil)[2])
		return []*ops.Value{g.metric.Result(t)}
	})
	if err != nil {
		g.t.Errorf("update: %v", err)
		return nil
	}
	s.vars = metrics.StateOf(g.metric)
	return s
}

// update gives the metric a batch and returns the result.
func (g *given) update(y, p, weight *tensor.Tensor) *tensor.Tensor {
	return g.run(g.step(y, p, weight), nil)
}

// run runs a step on the plain engine, and keeps the state that comes of it.
func (g *given) run(s *step, err error) *tensor.Tensor {
	if err == nil && s == nil {
		return nil
	}
	if err == nil {
		var out []array
		if out, err = s.plain(); err == nil {
			for i, v := range s.vars {
				set(v, out[len(s.program.Outputs)+i].Tensor)
			}
			return out[0].Tensor
		}
	}
	g.t.Errorf("result: %v", err)
	return nil
}

func (g *given) expect(check, what string, got, want *tensor.Tensor) {
	g.t.Helper()
	if got == nil || want == nil {
		return
	}
	if err := near(got, want, 1e-5); err != nil {
		g.t.Errorf("%s: %s: %v", check, what, err)
	}
}
