package losses_test

import (
	"fmt"

	"github.com/gokeras/keras/losses"
	"github.com/gokeras/keras/ops"
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
