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

// convnet is Keras's simple network for handwritten digits.
type convnet struct{}

var _ = add("convnet", convnet{})

func (convnet) model() (*keras.Model, error) {
	keras.SetRandomSeed(1)
	m := keras.Sequential(
		keras.Input(28, 28, 1),
		&layers.Conv2D{Filters: 32, KernelSize: []int{3, 3}, Activation: activations.ReLU},
		&layers.MaxPooling2D{PoolSize: []int{2, 2}},
		&layers.Conv2D{Filters: 64, KernelSize: []int{3, 3}, Activation: activations.ReLU},
		&layers.MaxPooling2D{PoolSize: []int{2, 2}},
		&layers.Flatten{},
		&layers.Dropout{Rate: .5},
		&layers.Dense{Units: classes, Activation: activations.Softmax},
	)
	return m, m.Compile(keras.CompileOptions{
		Loss:      &losses.CategoricalCrossentropy{},
		Optimizer: &optimizers.Adam{},
		Metrics:   []metrics.Metric{&metrics.Accuracy{}},
	})
}

// samples returns random images and the classes they are in.
func (convnet) samples(n int) (x, y *tensor.Tensor) {
	g := random.New(1)
	x, y = tensor.New(tensor.Float32, n, 28, 28, 1), tensor.New(tensor.Float32, n, classes)
	g.Uniform(tensor.Data[float32](x), 0, 1)
	for row := tensor.Data[float32](y); len(row) > 0; row = row[classes:] {
		row[g.Uint64()%classes] = 1
	}
	return x, y
}
