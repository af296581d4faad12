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

// What goes into the network and comes out.
const (
	pixels  = 784
	classes = 10
)

// A network is depth hidden layers of width units, between 784 pixels and ten
// classes. The one of the first Keras program has two of 500.
type network struct{ width, depth int }

var hello = network{500, 2}

var _ = add("mlp", hello)

// model returns the network, compiled as the first program does it.
func (n network) model() (*keras.Model, error) {
	keras.SetRandomSeed(1)
	m := keras.Sequential(keras.Input(pixels))
	for range n.depth {
		m.Add(&layers.Dense{Units: n.width, Activation: activations.Sigmoid})
	}
	m.Add(&layers.Dense{Units: classes, Activation: activations.Softmax})
	return m, m.Compile(keras.CompileOptions{
		Loss:      &losses.CategoricalCrossentropy{},
		Optimizer: &optimizers.Adam{},
		Metrics:   []metrics.Metric{&metrics.Accuracy{}},
	})
}

// samples returns random rows of pixels and the classes they are in.
func (network) samples(n int) (x, y *tensor.Tensor) {
	g := random.New(1)
	x, y = tensor.New(tensor.Float32, n, pixels), tensor.New(tensor.Float32, n, classes)
	g.Uniform(tensor.Data[float32](x), 0, 1)
	for row := tensor.Data[float32](y); len(row) > 0; row = row[classes:] {
		row[g.Uint64()%classes] = 1
	}
	return x, y
}

// kernels returns the number of weights without biases, and that of the first layer.
func (n network) kernels() (all, first int) {
	first = pixels * n.width
	return first + (n.depth-1)*n.width*n.width + n.width*classes, first
}

// weights returns the number of weights and biases.
func (n network) weights() int {
	all, _ := n.kernels()
	return all + n.depth*n.width + classes
}

// fitFlops returns the operations that a sample takes in a step of training: three
// products with the kernel of each layer, but for the first, whose input needs no
// gradient, two.
func (n network) fitFlops() float64 {
	all, first := n.kernels()
	return 2 * float64(3*all-first)
}

// predictFlops returns the operations that a sample takes in a prediction.
func (n network) predictFlops() float64 {
	all, _ := n.kernels()
	return 2 * float64(all)
}

// fitBytes returns the bytes that a step must move, however small the batch:
// kernels that are read, for the outputs and for the gradients of the inputs; and
// weights and Adam's two averages that are read and written, counted twice.
func (n network) fitBytes() (read, update float64) {
	all, first := n.kernels()
	return 4 * float64(2*all-first), 2 * 4 * float64(3*n.weights())
}
