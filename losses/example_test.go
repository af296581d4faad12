package losses_test

import (
	"context"
	"fmt"
	"log"

	"github.com/gokeras/keras"
	"github.com/gokeras/keras/layers"
	"github.com/gokeras/keras/losses"
	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/optimizers"
	"github.com/gokeras/keras/tensor"
)

// A loss is part of what a program computes. Models record it themselves.
func ExampleCompute() {
	t := ops.NewTrace(true)
	yTrue := ops.Input("y_true", tensor.Float32, 4, 2)
	yPred := ops.Input("y_pred", tensor.Float32, 4, 2)
	fmt.Println(losses.Compute(t, losses.Name("mse"), yTrue, yPred, nil).Type)
	fmt.Println(losses.Values(t, losses.Name("mse"), yTrue, yPred).Type)
	// Output:
	// float32()
	// float32(4,)
}

// A function is a loss too.
func ExampleFunc() {
	cubic := &losses.Func{Name: "cubic", Fn: func(t *ops.Trace, yTrue, yPred *ops.Value) *ops.Value {
		d := ops.Absolute(ops.Subtract(yTrue, yPred))
		return ops.Mean(ops.Multiply(d, ops.Square(d)), -1)
	}}
	fmt.Println(losses.NameOf(cubic), losses.Check(cubic))
	// Output: cubic <nil>
}

// Labels are looked at before training begins.
func ExampleCheckLabels() {
	y := tensor.FromSlice([]int32{3, 10})
	outputs := tensor.Shape{tensor.Unknown, 10}
	fmt.Println(losses.CheckLabels(&losses.SparseCategoricalCrossentropy{}, y, outputs))
	// Output: loss "sparse_categorical_crossentropy": label of row 1: received 10, expected a whole number from 0 to 9
}

// A network learns to say 1, 2 in four steps, without being told at which of them.
func ExampleCTC() {
	keras.SetRandomSeed(1)
	model := keras.Sequential(keras.Input(4, 2), &layers.Dense{Units: 3})
	err := model.Compile(keras.CompileOptions{Loss: &losses.CTC{}, Optimizer: &optimizers.Adam{LearningRate: 0.1}})
	if err != nil {
		log.Fatal(err)
	}
	x := tensor.FromSlice([]float32{1, 0, 1, 0, 0, 1, 0, 1}, 1, 4, 2)
	y := tensor.FromSlice([]int32{1, 2}, 1, 2) // 0 is no label
	_, err = model.Fit(context.Background(), keras.Arrays(x, y), keras.FitOptions{Epochs: 100, Verbose: new(0)})
	if err != nil {
		log.Fatal(err)
	}
	logits, err := model.Predict(context.Background(), x)
	if err != nil {
		log.Fatal(err)
	}
	for i := range 4 {
		fmt.Print(argMax(tensor.Data[float32](logits)[3*i:3*i+3]), " ")
	}
	// Output: 1 1 2 2
}

func argMax(x []float32) (best int) {
	for i := range x {
		if x[i] > x[best] {
			best = i
		}
	}
	return best
}
