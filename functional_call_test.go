package keras_test

import (
	"context"
	"testing"

	"github.com/gokeras/keras"
	"github.com/gokeras/keras/layers"
	"github.com/gokeras/keras/losses"
	"github.com/gokeras/keras/optimizers"
	"github.com/gokeras/keras/tensor"
)

// TestTrainingOfCalls trains a model that calls a BatchNormalization with Training false,
// and predicts with one that calls a Dropout with Training true. As in Keras 3.15.1 neither
// counts: the moving average moves, and nothing is dropped.
func TestTrainingOfCalls(t *testing.T) {
	norm := &layers.BatchNormalization{}
	in := keras.Input(3)
	m := keras.Functional(in, keras.Call(&layers.Dense{Units: 1}, keras.CallWith(norm, layers.Args{Training: new(false)}, in)[0]))
	if err := m.Compile(keras.CompileOptions{Loss: losses.Name("mse"), Optimizer: &optimizers.SGD{}}); err != nil {
		t.Fatal(err)
	}
	x, y := tensor.New(tensor.Float32, 8, 3), tensor.New(tensor.Float32, 8, 1)
	x.Fill(3)
	if _, err := m.Fit(context.Background(), keras.Arrays(x, y), keras.FitOptions{Verbose: new(0)}); err != nil {
		t.Fatal(err)
	}
	for _, v := range layers.OwnWeights(norm) {
		if v.Name == "moving_mean" && !v.Store().AllClose(tensor.FromSlice([]float32{.03, .03, .03}), 1e-5, 0) {
			t.Errorf("the moving average is %v, expected .03", v.Store())
		}
	}

	in = keras.Input(3)
	d := keras.Functional(in, keras.CallWith(&layers.Dropout{Rate: .5}, layers.Args{Training: new(true)}, in)[0])
	got, err := d.Predict(context.Background(), x)
	if err != nil {
		t.Fatal(err)
	}
	if !got.AllClose(x, 0, 0) {
		t.Errorf("received %v, expected the input", got)
	}
}
