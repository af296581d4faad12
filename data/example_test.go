package data_test

import (
	"context"
	"fmt"
	"iter"
	"log"

	"github.com/gokeras/keras/data"
	"github.com/gokeras/keras/random"
	"github.com/gokeras/keras/tensor"
)

func ExampleNew() {
	x := tensor.FromSlice([]uint8{10, 11, 20, 21, 30, 31}, 3, 2)
	y := tensor.FromSlice([]int64{1, 2, 3})
	o := data.Options{BatchSize: 2, Types: data.Types{X: []tensor.DType{tensor.Float32}}}
	for batch, err := range data.New(x, y).Batches(context.Background(), o) {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(batch.X[0].DType(), tensor.Data[float32](batch.X[0]), tensor.Data[int64](batch.Y[0]))
	}
	// Output:
	// float32 [10 11 20 21] [1 2]
	// float32 [30 31] [3]
}

func ExampleArrays_Split() {
	x := tensor.New(tensor.Float32, 10, 4)
	train, validation, err := data.New(x, nil).Split(0.2)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(train.Len(), validation.Len())
	// Output: 8 2
}

// Each epoch has its own order; the same seed gives the same ones.
func ExampleEpochs() {
	x := tensor.FromSlice([]int32{0, 1, 2, 3, 4})
	epochs := data.Epochs{
		Data:    data.New(x, nil),
		Options: data.Options{BatchSize: 2, Shuffle: random.New(1)},
	}
	defer epochs.Close()
	for range 2 {
		sum, batches := 0.0, 0
		for batch, err := range epochs.Epoch(context.Background()) {
			if err != nil {
				log.Fatal(err)
			}
			batches++
			for i := range batch.Len() {
				sum += batch.X[0].At(i)
			}
		}
		fmt.Println(batches, sum)
	}
	// Output:
	// 3 10
	// 3 10
}

// A data set that is made as it is needed.
func ExampleFunc() {
	squares := data.Func(func() iter.Seq2[data.Batch, error] {
		return func(yield func(data.Batch, error) bool) {
			for i := range 4 {
				x, y := float32(i), float32(i*i)
				batch := data.Batch{
					X: []*tensor.Tensor{tensor.FromSlice([]float32{x}, 1, 1)},
					Y: []*tensor.Tensor{tensor.FromSlice([]float32{y}, 1, 1)},
				}
				if !yield(batch, nil) {
					return
				}
			}
		}
	})
	epochs := data.Epochs{Data: squares, StepsPerEpoch: 2}
	defer epochs.Close()
	for epoch := range 2 {
		for batch, err := range epochs.Epoch(context.Background()) {
			if err != nil {
				log.Fatal(err)
			}
			fmt.Println(epoch, tensor.Data[float32](batch.X[0]), tensor.Data[float32](batch.Y[0]))
		}
	}
	// Output:
	// 0 [0] [0]
	// 0 [1] [1]
	// 1 [2] [4]
	// 1 [3] [9]
}
