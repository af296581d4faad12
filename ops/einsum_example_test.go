package ops_test

import (
	"fmt"

	"github.com/gokeras/keras/internal/engine/ref"
	"github.com/gokeras/keras/internal/graph"
	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/tensor"
)

func ExampleEinsum() {
	x := ops.Constant(tensor.FromSlice([]float32{1, 2, 3, 4}, 2, 2))
	y := ops.Constant(tensor.FromSlice([]float32{0, 1, 1, 0}, 2, 2))
	product, trace := ops.Einsum("ij,jk->ik", x, y), ops.Einsum("ii", x)
	out, err := ref.Run(&graph.Program{Outputs: []*ops.Value{product, trace}})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(tensor.Data[float32](out[0]), tensor.Data[float32](out[1]))
	// Output: [2 1 4 3] [5]
}
