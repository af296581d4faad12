// Package keras trains and uses neural networks: it is Keras, in Go.
//
// A program declares a model, says how it is trained, and trains it:
//
//	model := keras.Sequential(keras.Input(28*28),
//		&layers.Dense{Units: 500, Activation: activations.Sigmoid},
//		&layers.Dense{Units: 10, Activation: activations.Softmax},
//	)
//	err := model.Compile(keras.CompileOptions{
//		Loss:      &losses.CategoricalCrossentropy{},
//		Optimizer: &optimizers.Adam{},
//		Metrics:   []metrics.Metric{&metrics.Accuracy{}},
//	})
//	history, err := model.Fit(ctx, keras.Arrays(xTrain, yTrain), keras.FitOptions{BatchSize: 100, Epochs: 20})
//	score, err := model.Evaluate(ctx, keras.Arrays(xTest, yTest), keras.EvaluateOptions{})
//	classes, err := model.Predict(ctx, xTest)
//	err = model.Save("mnist.keras")
//
// The names are Keras's. Things are pointers to struct literals, whose fields are
// Keras's arguments; a zero field means Keras's default. A field is a pointer
// where zero is something else than the default, and is then written new(false)
// or new(0.5).
//
// Making a model returns no error: Compile and Build return all mistakes at once.
// Models are read from and written to the files of Keras.
//
// [Functional] makes graphs of layers, and [StepFunc] is a training step of one's own.
// Package layers has the layers, and tells how to write one; package ops the functions
// that they are written with; package data samples that don't lie in memory; package
// callbacks what watches a training, and may end it.
package keras

import (
	"github.com/gokeras/keras/callbacks"
	"github.com/gokeras/keras/data"
	"github.com/gokeras/keras/tensor"
)

// Version is the version of this package.
const Version = "0.1.0"

// A Tensor is an array in memory; see package tensor.
type Tensor = tensor.Tensor

// A Shape is the size of each axis of an array.
type Shape = tensor.Shape

// A Dataset is where samples come from; see package data.
type Dataset = data.Dataset

// A Batch is a number of samples.
type Batch = data.Batch

// A History is what Fit has seen: the loss and the metrics of each epoch.
type History = callbacks.History

// Arrays returns samples in memory: x for a model's input, y for what it should
// give. y may be nil where there is none. More is in package data.
func Arrays(x, y *tensor.Tensor) *data.Arrays { return data.New(x, y) }

// ToCategorical turns class numbers into rows that are 1 at the class and 0
// elsewhere, as keras.utils.to_categorical does: shape [n] becomes
// [n, classes]. With 0 classes there are as many as the largest number needs.
func ToCategorical(labels *tensor.Tensor, classes int) (*tensor.Tensor, error) {
	return tensor.ToCategorical(labels, classes)
}
