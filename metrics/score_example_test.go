package metrics_test

import (
	"context"
	"fmt"
	"log"

	"github.com/gokeras/keras"
	"github.com/gokeras/keras/layers"
	"github.com/gokeras/keras/losses"
	"github.com/gokeras/keras/metrics"
	"github.com/gokeras/keras/tensor"
)

// Several classes can be right for a sample: each is predicted if above the threshold.
func ExampleF1Score() {
	model := keras.Sequential(keras.Input(3), &layers.Activation{Activation: "sigmoid"})
	err := model.Compile(keras.CompileOptions{
		Loss:    &losses.BinaryCrossentropy{},
		Metrics: []metrics.Metric{&metrics.F1Score{Average: "macro", Threshold: .5}},
	})
	if err != nil {
		log.Fatal(err)
	}
	x := tensor.FromSlice([]float32{2, -1, -3, -2, 1, 1, 1, 3, -1, -1, -2, 2}, 4, 3)
	y := tensor.FromSlice([]int32{1, 0, 0, 0, 1, 0, 1, 1, 1, 0, 0, 1}, 4, 3)
	score, err := model.Evaluate(context.Background(), keras.Arrays(x, y), keras.EvaluateOptions{BatchSize: 2, Verbose: new(0)})
	fmt.Println(score, err)
	// Output: loss: 0.3737 - f1_score: 0.8333 <nil>
}

// Two images of 2×2 pixels, each of which belongs to one of three classes.
func ExampleMeanIoU() {
	model := keras.Sequential(keras.Input(2, 2, 3), &layers.Activation{Activation: "softmax"})
	err := model.Compile(keras.CompileOptions{
		Loss:    &losses.SparseCategoricalCrossentropy{},
		Metrics: []metrics.Metric{&metrics.MeanIoU{NumClasses: 3, SparseYPred: new(false)}},
	})
	if err != nil {
		log.Fatal(err)
	}
	x := tensor.FromSlice([]float32{
		3, 0, 0, 0, 3, 0, 0, 3, 0, 0, 0, 3,
		3, 0, 0, 3, 0, 0, 0, 3, 0, 0, 3, 0,
	}, 2, 2, 2, 3)
	y := tensor.FromSlice([]int32{0, 1, 1, 2, 0, 0, 2, 1}, 2, 2, 2)
	score, err := model.Evaluate(context.Background(), keras.Arrays(x, y), keras.EvaluateOptions{Verbose: new(0)})
	fmt.Println(score, err)
	// Output: loss: 0.4699 - mean_io_u: 0.7500 <nil>
}
