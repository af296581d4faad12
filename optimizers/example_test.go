package optimizers_test

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"log"

	"github.com/gokeras/keras"
	"github.com/gokeras/keras/layers"
	"github.com/gokeras/keras/losses"
	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/optimizers"
	"github.com/gokeras/keras/optimizers/schedules"
	"github.com/gokeras/keras/tensor"
)

// Signs goes by the sign of an average of the gradients alone.
type Signs struct {
	// LearningRate is the size of a step. Default: 0.001.
	LearningRate float64 `json:"learning_rate" keras:"default=0.001"`

	// Schedule is a rate that depends on the step. Default: none.
	Schedule schedules.Schedule `keras:"key=learning_rate"`

	// Momentum is how much of the average stays in a step. Default: 0.
	Momentum float64 `json:"momentum"`

	optimizers.Base

	averages []*ops.Variable
}

var _ = keras.Register[Signs]("example")

func (s *Signs) Rate() (float64, schedules.Schedule) {
	return cmp.Or(s.LearningRate, 0.001), s.Schedule
}

func (s *Signs) Build(vars []*ops.Variable) {
	for _, v := range vars {
		s.averages = append(s.averages, s.Slot(v, "average", 0))
	}
}

func (s *Signs) Update(t *ops.Trace, step optimizers.Step, vars []*ops.Variable, grads []*ops.Value) {
	for i, v := range vars {
		average := ops.Add(ops.Scale(t.Get(s.averages[i]), s.Momentum), ops.Scale(grads[i], 1-s.Momentum))
		t.Set(s.averages[i], average)
		t.Set(v, ops.Subtract(t.Get(v), ops.Multiply(step.LearningRate, ops.Sign(average))))
	}
}

// A model is trained by an optimizer of one's own. That goes to a file with its state, and
// training goes on from there.
func ExampleOptimizer() {
	keras.SetRandomSeed(1)
	model := keras.Sequential(keras.Input(1), &layers.Dense{Units: 1})
	err := model.Compile(keras.CompileOptions{Loss: losses.Name("mse"), Optimizer: &Signs{
		Momentum: 0.5,
		Schedule: &schedules.ExponentialDecay{InitialLearningRate: 0.25, DecaySteps: 10, DecayRate: 0.5},
	}})
	if err != nil {
		log.Fatal(err)
	}
	x := tensor.FromSlice([]float32{-1, 0, 1, 2}, 4, 1)
	y := tensor.FromSlice([]float32{-3, -1, 1, 3}, 4, 1)
	fit := func(m *keras.Model) float64 {
		history, err := m.Fit(context.Background(), keras.Arrays(x, y), keras.FitOptions{Epochs: 40, Verbose: new(0)})
		if err != nil {
			log.Fatal(err)
		}
		return history.History["loss"][39]
	}
	fmt.Println(fit(model) < 0.05)

	var file bytes.Buffer
	if _, err := model.WriteTo(&file); err != nil {
		log.Fatal(err)
	}
	again, err := keras.Read(bytes.NewReader(file.Bytes()), int64(file.Len()))
	if err != nil {
		log.Fatal(err)
	}
	rate, err := again.LearningRate()
	fmt.Println(rate, err)
	fmt.Println(fit(again) == fit(model))
	// Output:
	// true
	// 0.015625 <nil>
	// true
}

// The last layer of a classifier is left to Adam.
func ExampleMuon() {
	model := keras.Sequential(
		keras.Input(8),
		&layers.Dense{Units: 16, Activation: "relu"},
		&layers.Dense{Units: 3, Base: layers.Base{Name: "head"}})
	muon := &optimizers.Muon{LearningRate: 0.02, ExcludeLayers: []string{"head"}}
	if err := model.Compile(keras.CompileOptions{Loss: losses.Name("mse"), Optimizer: muon}); err != nil {
		log.Fatal(err)
	}
	for _, v := range optimizers.Variables(muon)[2:] {
		fmt.Println(v.Name, v.Shape())
	}
	// Output:
	// sequential_dense_kernel_momentum (8, 16)
	// sequential_dense_bias_momentum (16,)
	// sequential_dense_bias_velocity (16,)
	// sequential_head_kernel_momentum (16, 3)
	// sequential_head_kernel_velocity (16, 3)
	// sequential_head_bias_momentum (3,)
	// sequential_head_bias_velocity (3,)
}
