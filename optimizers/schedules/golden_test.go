package schedules_test

import (
	"encoding/json"
	"testing"

	"github.com/gokeras/keras/internal/config"
	"github.com/gokeras/keras/internal/engine/ref"
	"github.com/gokeras/keras/internal/golden"
	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/optimizers/schedules"
	"github.com/gokeras/keras/tensor"
)

// rates returns what the schedule is at the steps.
func rates(t *testing.T, s schedules.Schedule, steps ...int) []float32 {
	t.Helper()
	trace := ops.NewTrace(false)
	step := ops.Input("step", tensor.Float32)
	p := trace.Program("rate", []*ops.Value{step}, []*ops.Value{s.At(step)})
	var list []float32
	for _, i := range steps {
		out, err := ref.Run(p, tensor.Scalar(float32(i)))
		if err != nil {
			t.Fatal(err)
		}
		if len(out[0].Shape()) != 0 {
			t.Fatalf("the rate has shape %v, want a scalar", out[0].Shape())
		}
		list = append(list, tensor.Data[float32](out[0])[0])
	}
	return list
}

// TestKeras compares every recorded schedule at every recorded step.
func TestKeras(t *testing.T) {
	for _, c := range golden.Load[struct {
		Name     string
		Schedule json.RawMessage
		Steps    []int
		Rates    golden.Array
	}](t, "schedules") {
		t.Run(c.Name, func(t *testing.T) {
			s, err := config.Decode[schedules.Schedule](c.Schedule)
			if err != nil {
				t.Fatal(err)
			}
			if err := schedules.Check(s); err != nil {
				t.Error(err)
			}
			golden.Close(t, rates(t, s, c.Steps...), c.Rates, 1e-6, 1e-7)
		})
	}
}
