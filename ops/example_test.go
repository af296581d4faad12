package ops_test

import (
	"fmt"

	"github.com/gokeras/keras/internal/engine/ref"
	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/tensor"
)

func ExampleGetItem() {
	x := ops.Input("x", tensor.Float32, 2, 3, 4)
	y := ops.GetItem(x, ops.Every, ops.Only(-1), ops.From(1).To(3)) // x[:, -1, 1:3]
	z := ops.GetItem(x, ops.Ellipsis, ops.Every.Step(-2), ops.NewAxis)
	p := ops.NewTrace(false).Program("example", []*ops.Value{x}, []*ops.Value{y})
	numbers := make([]float32, 24)
	for i := range numbers {
		numbers[i] = float32(i)
	}
	out, err := ref.Run(p, tensor.FromSlice(numbers, 2, 3, 4))
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(out[0])
	fmt.Println(z.Shape)
	// Output:
	// [[ 9. 10.]
	//  [21. 22.]]
	// (2, 3, 2, 1)
}
