package metrics_test

import (
	"context"
	"fmt"
	"log"

	"github.com/gokeras/keras"
	"github.com/gokeras/keras/layers"
	"github.com/gokeras/keras/losses"
	"github.com/gokeras/keras/metrics"
	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/tensor"
)

// Recall is which part of the samples of class 1 are recognized.
type Recall struct {
	metrics.Base
	found, all *ops.Variable
}

var _ = keras.Register[Recall]("example")

func (r *Recall) Build(_, _ ops.Type) (err error) {
	if r.found, err = r.State("found", nil, 0); err == nil {
		r.all, err = r.State("all", nil, 0)
	}
	return err
}

func (r *Recall) Update(t *ops.Trace, yTrue, yPred, _ *ops.Value) {
	truth := ops.Cast(yTrue, tensor.Float32)
	sure := ops.Cast(ops.Greater(yPred, ops.Const(0.5, tensor.Float32)), tensor.Float32)
	t.Set(r.found, ops.Add(t.Get(r.found), ops.Sum(ops.Multiply(truth, sure))))
	t.Set(r.all, ops.Add(t.Get(r.all), ops.Sum(truth)))
}

func (r *Recall) Result(t *ops.Trace) *ops.Value {
	return ops.DivideNoNaN(t.Get(r.found), t.Get(r.all))
}

// A metric with a state of its own, over all batches.
func Example() {
	model := keras.Sequential(keras.Input(1), &layers.Activation{Activation: "sigmoid"})
	err := model.Compile(keras.CompileOptions{Loss: &losses.BinaryCrossentropy{}, Metrics: []metrics.Metric{&Recall{}}})
	if err != nil {
		log.Fatal(err)
	}
	x := tensor.FromSlice([]float32{-2, 1, -1, 3}, 4, 1)
	y := tensor.FromSlice([]int32{1, 1, 0, 1}, 4, 1)
	score, err := model.Evaluate(context.Background(), keras.Arrays(x, y), keras.EvaluateOptions{BatchSize: 2, Verbose: new(0)})
	fmt.Println(score, err)
	// Output: loss: 0.7005 - recall: 0.6667 <nil>
}

// Metrics by name are reported under the name as given.
func ExampleNames() {
	for _, m := range metrics.Names("acc", "mse") {
		fmt.Printf("%s %T\n", metrics.NameOf(m), m)
	}
	// Output:
	// acc *metrics.Accuracy
	// mse *metrics.MeanSquaredError
}

// A function is a metric too: the average of what it gives for each sample.
func ExampleFunc() {
	m := &metrics.Func{Name: "largest_error", Better: metrics.Down,
		Fn: func(t *ops.Trace, yTrue, yPred *ops.Value) *ops.Value {
			return ops.Max(ops.Absolute(ops.Subtract(yTrue, yPred)), -1)
		}}
	fmt.Println(metrics.NameOf(m), metrics.Check(m))
	// Output: largest_error <nil>
}
