package main

import (
	"github.com/gokeras/keras"
	"github.com/gokeras/keras/activations"
	"github.com/gokeras/keras/layers"
	"github.com/gokeras/keras/losses"
	"github.com/gokeras/keras/metrics"
	"github.com/gokeras/keras/optimizers"
	"github.com/gokeras/keras/random"
	"github.com/gokeras/keras/tensor"
)

// What goes into the recurrent network: texts of so many words, each one of so many.
const (
	words      = 80
	vocabulary = 20000
)

// An lstm says yes or no to a text, as in Keras's first example of the layer.
type lstm struct{}

var _ = add("lstm", lstm{})

func (lstm) model() (*keras.Model, error) {
	keras.SetRandomSeed(1)
	m := keras.Sequential(keras.Input(words),
		&layers.Embedding{InputDim: vocabulary, OutputDim: 128},
		&layers.LSTM{Units: 128},
		&layers.Dense{Units: 1, Activation: activations.Sigmoid},
	)
	return m, m.Compile(keras.CompileOptions{
		Loss:      &losses.BinaryCrossentropy{},
		Optimizer: &optimizers.Adam{},
		Metrics:   []metrics.Metric{&metrics.Accuracy{}},
	})
}

// samples returns random texts and answers.
func (lstm) samples(n int) (x, y *tensor.Tensor) {
	g := random.New(1)
	x, y = tensor.New(tensor.Int32, n, words), tensor.New(tensor.Float32, n, 1)
	for i := range tensor.Data[int32](x) {
		tensor.Data[int32](x)[i] = int32(g.Uint64() % vocabulary)
	}
	for i := range tensor.Data[float32](y) {
		tensor.Data[float32](y)[i] = float32(g.Uint64() % 2)
	}
	return x, y
}
