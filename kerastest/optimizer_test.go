package kerastest_test

import (
	"testing"

	"github.com/gokeras/keras/internal/config"
	"github.com/gokeras/keras/internal/graph"
	"github.com/gokeras/keras/kerastest"
	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/optimizers"
	"github.com/gokeras/keras/optimizers/schedules"
	"github.com/gokeras/keras/tensor"
)

// Heavyball is an optimizer that is as it should be, but for its fault: gradient descent
// with momentum.
type Heavyball struct {
	LearningRate float64 `json:"learning_rate"`
	Lost         int     `json:"-"`
	Fault        fault   `json:"fault"`
	optimizers.Base

	velocities []*ops.Variable
	hidden     *ops.Variable
}

var _ = config.RegisterCustom[Heavyball]("kerastest_test", "")

func (h *Heavyball) Rate() (float64, schedules.Schedule) { return h.LearningRate, nil }

func (h *Heavyball) Build(vars []*ops.Variable) {
	h.hidden = ops.NewVariable("hidden", tensor.Scalar[float32](1))
	for _, v := range vars {
		h.velocities = append(h.velocities, h.Slot(v, "velocity", 0))
	}
	if h.Fault == "same path" {
		h.Slot(vars[0], "velocity", 0)
	}
	if h.Fault == "fails" {
		ops.Fail("optimizer", "as told")
	}
}

func (h *Heavyball) Update(t *ops.Trace, s optimizers.Step, vars []*ops.Variable, grads []*ops.Value) {
	rate := s.LearningRate
	switch h.Fault {
	case "uphill":
		rate = ops.Negative(rate)
	case "lazy":
		vars = vars[:2]
	case "hidden state":
		t.Set(h.hidden, ops.Scale(t.Get(h.hidden), .9))
		rate = ops.Multiply(rate, ops.Cast(t.Get(h.hidden), rate.DType))
	case "by type":
		if rate.DType == tensor.Float64 {
			rate = ops.Scale(rate, 2)
		}
	}
	for i, v := range vars {
		g := grads[i]
		switch h.Fault {
		case "restless":
			g = graph.Apply(restless{}, g)
		case "greedy":
			g = graph.Apply(greedy{}, g)
		}
		m := ops.Add(ops.Scale(t.Get(h.velocities[i]), .5), g)
		t.Set(h.velocities[i], m)
		t.Set(v, ops.Subtract(t.Get(v), ops.Multiply(rate, m)))
	}
}

func TestOptimizer(t *testing.T) {
	one := &Heavyball{LearningRate: .05}
	of := func(h Heavyball) func(testing.TB) {
		return func(t testing.TB) {
			kerastest.Optimizer(t, kerastest.OptimizerCase{New: func() optimizers.Optimizer {
				again := h
				again.LearningRate = .05
				return &again
			}})
		}
	}
	for name, tt := range map[string]struct {
		run  func(testing.TB)
		want []string
	}{
		"right":  {of(Heavyball{}), nil},
		"no New": {func(t testing.TB) { kerastest.Optimizer(t, kerastest.OptimizerCase{}) }, []string{"case: New: received nil"}},
		"one for all": {func(t testing.TB) {
			kerastest.Optimizer(t, kerastest.OptimizerCase{New: func() optimizers.Optimizer { return one }})
		}, []string{"settings: New returned one"}},
		"settings":     {of(Heavyball{Base: optimizers.Base{Clipnorm: -1}}), []string{"settings: received the error"}},
		"lost":         {of(Heavyball{Lost: 1}), []string{"config: field Lost: received 0"}},
		"same path":    {of(Heavyball{Fault: "same path"}), []string{`variables: received the path "heavyball/layer_w0_velocity" twice`}},
		"fails":        {of(Heavyball{Fault: "fails"}), []string{"build: "}},
		"uphill":       {of(Heavyball{Fault: "uphill"}), []string{"steps: received the loss"}},
		"lazy":         {of(Heavyball{Fault: "lazy"}), []string{"steps: weight layer/w2: received the value that it had"}},
		"hidden state": {of(Heavyball{Fault: "hidden state"}), []string{"resume: layer/w0: received other bits"}},
		"by type":      {of(Heavyball{Fault: "by type"}), []string{"float64: layer/w0: received"}},
		"restless":     {of(Heavyball{Fault: "restless"}), []string{"engine: ", "parallel: "}},
		"greedy":       {of(Heavyball{Fault: "greedy"}), []string{"allocation: received"}},
	} {
		t.Run(name, func(t *testing.T) { expect(t, tt.run, tt.want...) })
	}
}
