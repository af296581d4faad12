package keras

import (
	"testing"

	"github.com/gokeras/keras/callbacks"
	"github.com/gokeras/keras/data"
	"github.com/gokeras/keras/internal/allocs"
	"github.com/gokeras/keras/layers"
	"github.com/gokeras/keras/losses"
	"github.com/gokeras/keras/metrics"
	"github.com/gokeras/keras/optimizers"
	"github.com/gokeras/keras/tensor"
)

// TestStepsAllocateNothing takes training and evaluation steps as Fit and Evaluate
// do, and predictions into memory that is there.
func TestStepsAllocateNothing(t *testing.T) {
	for _, n := range []int{1, 7, 100} {
		m := Sequential(Input(40),
			&layers.Dense{Units: 50, Activation: "sigmoid"},
			&layers.Dropout{Rate: .1},
			&layers.Dense{Units: 10, Activation: "softmax"})
		if err := m.Compile(CompileOptions{
			Loss: &losses.SparseCategoricalCrossentropy{}, Optimizer: &optimizers.Adam{}, Metrics: metrics.Names("accuracy"),
		}); err != nil {
			t.Fatal(err)
		}
		x, y := tensor.New(tensor.Uint8, n, 40), tensor.New(tensor.Uint8, n)
		b := data.Batch(*data.New(x, y))
		if err := m.prepare(nil, b); err != nil {
			t.Fatal(err)
		}
		logs := callbacks.Logs{}
		for name, step := range map[string]func(data.Batch, callbacks.Logs) error{"training": m.trainStep, "evaluation": m.testStep} {
			if count := allocs.PerRun(50, func() {
				if err := step(b, logs); err != nil {
					t.Error(err)
				}
			}); count != 0 {
				t.Errorf("a step of %s with %d samples allocates %v times", name, n, count)
			}
		}
		p, err := m.tracePredict(data.Batch{X: b.X})
		if err != nil {
			t.Fatal(err)
		}
		out := []*tensor.Tensor{tensor.New(tensor.Float32, n, 10)}
		if count := allocs.PerRun(50, func() {
			if err := p.run.Run(b.X, out); err != nil {
				t.Error(err)
			}
		}); count != 0 {
			t.Errorf("a prediction of %d samples allocates %v times", n, count)
		}
	}
}
