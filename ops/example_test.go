package ops_test

import (
	"context"
	"fmt"
	"log"

	"github.com/gokeras/keras"
	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/tensor"
)

// What functions compute of arrays is had by a model of them.
func Example() {
	in := keras.Input(2)
	x := in.Value()
	length := ops.Sqrt(ops.Sum(ops.Square(x), -1))
	model := keras.Functional(in, ops.Divide(x, ops.ExpandDims(length, -1)))
	y, err := model.Predict(context.Background(), tensor.FromSlice([]float32{3, 4, 0, 2}, 2, 2))
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(y)
	// Output:
	// [[0.6 0.8]
	//  [0.  1. ]]
}

func ExampleGetItem() {
	in := keras.Input(3, 4)
	y := ops.GetItem(in.Value(), ops.Every, ops.Only(-1), ops.From(1).To(3)) // x[:, -1, 1:3]
	z := ops.GetItem(in.Value(), ops.Ellipsis, ops.Every.Step(-2), ops.NewAxis)
	numbers := make([]float32, 24)
	for i := range numbers {
		numbers[i] = float32(i)
	}
	out, err := keras.Functional(in, y).Predict(context.Background(), tensor.FromSlice(numbers, 2, 3, 4))
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(out)
	fmt.Println(z.Shape)
	// Output:
	// [[ 9. 10.]
	//  [21. 22.]]
	// (None, 3, 2, 1)
}
