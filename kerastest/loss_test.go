package kerastest_test

import (
	"testing"

	"github.com/gokeras/keras/internal/config"
	"github.com/gokeras/keras/internal/graph"
	"github.com/gokeras/keras/kerastest"
	"github.com/gokeras/keras/losses"
	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/tensor"
)

// Squared is a loss that is as it should be, but for its fault.
type Squared struct {
	Fault fault `json:"fault"`
	Lost  int   `json:"-"`
	losses.Base
}

var _ = config.RegisterCustom[Squared]("kerastest_test", "")

func (s *Squared) Call(_ *ops.Trace, yTrue, yPred *ops.Value) *ops.Value {
	d := ops.Subtract(yTrue, yPred)
	switch s.Fault {
	case "scalar":
		return ops.Mean(ops.Square(d))
	case "rows":
		d = ops.Subtract(d, ops.Mean(d))
	case "slope":
		d = graph.Apply(bent{}, d)
	case "restless":
		d = graph.Apply(restless{}, d)
	case "greedy":
		d = graph.Apply(greedy{}, d)
	case "by type":
		if d.DType == tensor.Float64 {
			d = ops.Scale(d, 2)
		}
	case "fails":
		ops.Fail("loss", "as told")
	}
	return ops.Mean(ops.Square(d), -1)
}

// unregistered is a loss that can't be saved.
type unregistered struct{ Squared }

func TestLoss(t *testing.T) {
	one := &Squared{}
	of := func(s Squared) func(testing.TB) {
		return func(t testing.TB) {
			kerastest.Loss(t, kerastest.LossCase{New: func() losses.Loss { again := s; return &again }})
		}
	}
	for name, tt := range map[string]struct {
		run  func(testing.TB)
		want []string
	}{
		"right":    {of(Squared{}), nil},
		"no New":   {func(t testing.TB) { kerastest.Loss(t, kerastest.LossCase{}) }, []string{"case: New: received nil"}},
		"settings": {of(Squared{Base: losses.Base{Reduction: "half"}}), []string{"settings: received the error"}},
		"lost":     {of(Squared{Lost: 1}), []string{"config: field Lost: received 0"}},
		"unregistered": {func(t testing.TB) {
			kerastest.Loss(t, kerastest.LossCase{New: func() losses.Loss { return &unregistered{} }})
		}, []string{"config: ", "keras.Register"}},
		"not saved": {func(t testing.TB) {
			kerastest.Loss(t, kerastest.LossCase{New: func() losses.Loss { return &unregistered{} }, NotSaved: true})
		}, nil},
		"scalar":      {of(Squared{Fault: "scalar"}), []string{"values: received shape () for 6 samples"}},
		"rows":        {of(Squared{Fault: "rows"}), []string{"values: sample 0 alone: received"}},
		"slope":       {of(Squared{Fault: "slope"}), []string{"gradient: by element 0 of the predictions: received"}},
		"by type":     {of(Squared{Fault: "by type"}), []string{"float64: received"}},
		"restless":    {of(Squared{Fault: "restless"}), []string{"engine: output", "parallel: output", "weights: samples of weight 0", "weights: samples of weight 2"}},
		"greedy":      {of(Squared{Fault: "greedy"}), []string{"allocation: received"}},
		"fails":       {of(Squared{Fault: "fails"}), []string{"values: loss"}},
		"one for all": {func(t testing.TB) { kerastest.Loss(t, kerastest.LossCase{New: func() losses.Loss { return one }}) }, []string{"settings: New returned one *kerastest_test.Squared twice"}},
	} {
		t.Run(name, func(t *testing.T) { expect(t, tt.run, tt.want...) })
	}
}
