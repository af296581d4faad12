package layers_test

import (
	"fmt"

	"github.com/gokeras/keras/layers"
	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/random"
	"github.com/gokeras/keras/tensor"
)

// Words look at each other: the scores tell how much.
func ExampleMultiHeadAttention() {
	attention := &layers.MultiHeadAttention{NumHeads: 2, KeyDim: 8}
	words := tensor.Shape{tensor.Unknown, 10, 16}
	if err := layers.Build(attention, "", random.New(1), words, words); err != nil {
		fmt.Println(err)
		return
	}
	in := ops.Type{Shape: words}
	out, err := layers.InferWith(attention, layers.Args{ReturnAttentionScores: true, UseCausalMask: true}, in, in)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(out[0].Shape, out[1].Shape)
	for _, w := range layers.Weights(attention) {
		fmt.Println(w.Path, w.Shape())
	}
	// Output:
	// (None, 10, 16) (None, 2, 10, 10)
	// query/kernel (16, 2, 8)
	// query/bias (2, 8)
	// key/kernel (16, 2, 8)
	// key/bias (2, 8)
	// value/kernel (16, 2, 8)
	// value/bias (2, 8)
	// attention_output/kernel (2, 8, 16)
	// attention_output/bias (16,)
}
