package ops_test

import (
	"context"
	"fmt"
	"log"

	"github.com/gokeras/keras"
	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/tensor"
)

// Of each matrix the product with another one, and the sum of its diagonal.
func ExampleEinsum() {
	in := keras.Input(2, 2)
	turn := ops.Constant(tensor.FromSlice([]float32{0, 1, 1, 0}, 2, 2))
	product, trace := ops.Einsum("bij,jk->bik", in.Value(), turn), ops.Einsum("bii->b", in.Value())
	model := keras.Functional(in, keras.List{product, trace})
	out, err := model.PredictData(context.Background(), keras.Arrays(tensor.FromSlice([]float32{1, 2, 3, 4}, 1, 2, 2), nil))
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(tensor.Data[float32](out[0]), tensor.Data[float32](out[1]))
	// Output: [2 1 4 3] [5]
}
