package keras_test

import (
	"context"
	"fmt"
	"log"
	"os"

	"github.com/gokeras/keras"
	"github.com/gokeras/keras/data"
	"github.com/gokeras/keras/layers"
	"github.com/gokeras/keras/losses"
	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/optimizers"
	"github.com/gokeras/keras/tensor"
)

// Two inputs, a shared layer, an operation between layers.
func ExampleFunctional() {
	a, b := keras.Input(4), keras.Input(4)
	shared := &layers.Dense{Units: 3, Activation: "tanh"}
	x := ops.Maximum(keras.Call(shared, a), keras.Call(shared, b))
	model := keras.Functional(keras.List{a, b}, keras.Call(&layers.Dense{Units: 1}, x))
	if err := model.Summary(os.Stdout); err != nil {
		log.Fatal(err)
	}
	// Output:
	// Model: "functional"
	// ┏━━━━━━━━━━━━━━━━━━━━━┳━━━━━━━━━━━━━━━━━━━┳━━━━━━━━━━━━┳━━━━━━━━━━━━━━━━━━━┓
	// ┃ Layer (type)        ┃ Output Shape      ┃    Param # ┃ Connected to      ┃
	// ┡━━━━━━━━━━━━━━━━━━━━━╇━━━━━━━━━━━━━━━━━━━╇━━━━━━━━━━━━╇━━━━━━━━━━━━━━━━━━━┩
	// │ input_layer         │ (None, 4)         │          0 │ -                 │
	// │ (InputLayer)        │                   │            │                   │
	// ├─────────────────────┼───────────────────┼────────────┼───────────────────┤
	// │ input_layer_1       │ (None, 4)         │          0 │ -                 │
	// │ (InputLayer)        │                   │            │                   │
	// ├─────────────────────┼───────────────────┼────────────┼───────────────────┤
	// │ dense (Dense)       │ (None, 3)         │         15 │ input_layer[0][0… │
	// │                     │                   │            │ input_layer_1[0]… │
	// ├─────────────────────┼───────────────────┼────────────┼───────────────────┤
	// │ maximum (Maximum)   │ (None, 3)         │          0 │ dense[0][0],      │
	// │                     │                   │            │ dense[1][0]       │
	// ├─────────────────────┼───────────────────┼────────────┼───────────────────┤
	// │ dense_1 (Dense)     │ (None, 1)         │          4 │ maximum[0][0]     │
	// └─────────────────────┴───────────────────┴────────────┴───────────────────┘
	//  Total params: 19 (76.00 B)
	//  Trainable params: 19 (76.00 B)
	//  Non-trainable params: 0 (0.00 B)
}

// Two outputs with losses of their own, and samples by name.
func ExampleCompileOptions_outputs() {
	keras.SetRandomSeed(1)
	in := &layers.Input{Shape: []int{2}, Base: layers.Named("x")}
	h := keras.Call(&layers.Dense{Units: 16, Activation: "tanh"}, in)
	model := keras.Functional(in, keras.Named{
		"sum":    keras.Call(&layers.Dense{Units: 1}, h),
		"larger": keras.Call(&layers.Dense{Units: 1, Activation: "sigmoid"}, h),
	})
	err := model.Compile(keras.CompileOptions{
		Optimizer: &optimizers.Adam{LearningRate: 0.05},
		Outputs: map[string]keras.OutputOptions{
			"sum":    {Loss: &losses.MeanSquaredError{}},
			"larger": {Loss: &losses.BinaryCrossentropy{}, LossWeight: new(0.5)},
		},
	})
	if err != nil {
		log.Fatal(err)
	}
	samples := &data.Named{
		X: map[string]*tensor.Tensor{"x": tensor.FromSlice([]float32{0, 1, 1, 0, -1, 1, 1, -1}, 4, 2)},
		Y: map[string]*tensor.Tensor{
			"sum":    tensor.FromSlice([]float32{1, 1, 0, 0}, 4, 1),
			"larger": tensor.FromSlice([]float32{0, 1, 0, 1}, 4, 1),
		},
	}
	if _, err := model.Fit(context.Background(), samples, keras.FitOptions{Epochs: 200, Verbose: new(0)}); err != nil {
		log.Fatal(err)
	}
	score, err := model.Evaluate(context.Background(), samples, keras.EvaluateOptions{Verbose: new(0)})
	if err != nil {
		log.Fatal(err)
	}
	for _, r := range score {
		fmt.Println(r.Name, r.Value < 0.05)
	}
	// Output:
	// loss true
	// larger_loss true
	// sum_loss true
}

// A part of a model becomes a model of its own.
func ExampleModel_Output() {
	model := keras.Sequential(keras.Input(8, 8, 1),
		&layers.Conv2D{Filters: 4, KernelSize: []int{3}},
		&layers.GlobalAveragePooling2D{Base: layers.Named("features")},
		&layers.Dense{Units: 10},
	)
	features := keras.Functional(model.Input(0), model.Output("features"))
	fmt.Println(features.OutputShape(), features.CountParams())
	// Output: (None, 4) 40
}

// A training step of one's own: the usual loss, and a penalty on the size of the
// gradient by the inputs.
func ExampleStepFunc() {
	keras.SetRandomSeed(1)
	model := keras.Sequential(keras.Input(2), &layers.Dense{Units: 8, Activation: "tanh"}, &layers.Dense{Units: 1})
	err := model.Compile(keras.CompileOptions{
		Loss:      &losses.MeanSquaredError{},
		Optimizer: &optimizers.Adam{LearningRate: 0.05},
		TrainStep: func(s *keras.Step) {
			predicted := s.Predict(s.X...)
			loss := s.Loss(predicted...)
			slope := s.Gradients(ops.Sum(predicted[0]), s.X[0])[0]
			penalty := ops.Mean(ops.Square(slope))
			s.Minimize(ops.Add(loss, ops.Scale(penalty, 0.01)), s.Model.Optimizer(), s.Model)
			s.Report("loss", loss)
			s.Report("penalty", penalty)
		},
	})
	if err != nil {
		log.Fatal(err)
	}
	x := tensor.FromSlice([]float32{0, 1, 1, 0, 1, 1, 0, 0}, 4, 2)
	y := tensor.FromSlice([]float32{1, 1, 2, 0}, 4, 1)
	history, err := model.Fit(context.Background(), keras.Arrays(x, y), keras.FitOptions{Epochs: 100, Verbose: new(0)})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(history.History["loss"][99] < 0.01, len(history.History["penalty"]))
	// Output: true 100
}
