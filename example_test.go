package keras_test

import (
	"context"
	"fmt"
	"log"
	"os"

	"github.com/gokeras/keras"
	"github.com/gokeras/keras/activations"
	"github.com/gokeras/keras/layers"
	"github.com/gokeras/keras/losses"
	"github.com/gokeras/keras/metrics"
	"github.com/gokeras/keras/optimizers"
	"github.com/gokeras/keras/tensor"
)

// The points of a square, and whether exactly one of their coordinates is 1.
func xor() (x, y *tensor.Tensor) {
	return tensor.FromSlice([]float32{0, 0, 0, 1, 1, 0, 1, 1}, 4, 2), tensor.FromSlice([]float32{0, 1, 1, 0}, 4, 1)
}

func Example() {
	keras.SetRandomSeed(1)
	ctx := context.Background()
	model := keras.Sequential(keras.Input(2),
		&layers.Dense{Units: 8, Activation: activations.Tanh},
		&layers.Dense{Units: 1, Activation: activations.Sigmoid},
	)
	err := model.Compile(keras.CompileOptions{
		Loss:      &losses.BinaryCrossentropy{},
		Optimizer: &optimizers.Adam{LearningRate: 0.05},
		Metrics:   []metrics.Metric{&metrics.Accuracy{}},
	})
	if err != nil {
		log.Fatal(err)
	}
	x, y := xor()
	history, err := model.Fit(ctx, keras.Arrays(x, y), keras.FitOptions{Epochs: 200, Verbose: new(0)})
	if err != nil {
		log.Fatal(err)
	}
	score, err := model.Evaluate(ctx, keras.Arrays(x, y), keras.EvaluateOptions{Verbose: new(0)})
	if err != nil {
		log.Fatal(err)
	}
	accuracy, _ := score.Get("accuracy")
	fmt.Println("epochs:", len(history.History["loss"]), "accuracy:", accuracy)
	p, err := model.Predict(ctx, x)
	if err != nil {
		log.Fatal(err)
	}
	for _, v := range tensor.Data[float32](p) {
		fmt.Printf("%.0f ", v)
	}
	// Output:
	// epochs: 200 accuracy: 1
	// 0 1 1 0
}

func ExampleModel_Summary() {
	model := keras.Sequential(keras.Input(28, 28),
		&layers.Flatten{},
		&layers.Dense{Units: 500, Activation: activations.ReLU},
		&layers.Dropout{Rate: 0.2},
		&layers.Dense{Units: 10, Activation: activations.Softmax, Base: layers.Named("digits")},
	)
	if err := model.Summary(os.Stdout); err != nil {
		log.Fatal(err)
	}
	// Output:
	// Model: "sequential"
	// ┏━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━┳━━━━━━━━━━━━━━━━━━━━━━━━┳━━━━━━━━━━━━━━━┓
	// ┃ Layer (type)                    ┃ Output Shape           ┃       Param # ┃
	// ┡━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━╇━━━━━━━━━━━━━━━━━━━━━━━━╇━━━━━━━━━━━━━━━┩
	// │ flatten (Flatten)               │ (None, 784)            │             0 │
	// ├─────────────────────────────────┼────────────────────────┼───────────────┤
	// │ dense (Dense)                   │ (None, 500)            │       392,500 │
	// ├─────────────────────────────────┼────────────────────────┼───────────────┤
	// │ dropout (Dropout)               │ (None, 500)            │             0 │
	// ├─────────────────────────────────┼────────────────────────┼───────────────┤
	// │ digits (Dense)                  │ (None, 10)             │         5,010 │
	// └─────────────────────────────────┴────────────────────────┴───────────────┘
	//  Total params: 397,510 (1.52 MB)
	//  Trainable params: 397,510 (1.52 MB)
	//  Non-trainable params: 0 (0.00 B)
}

// Mistakes are returned all at once.
func ExampleModel_Compile_mistakes() {
	model := keras.Sequential(keras.Input(784),
		&layers.Dense{Units: -500},
		&layers.Dense{Units: 10, Activation: "softmaxx"},
	)
	err := model.Compile(keras.CompileOptions{Loss: losses.Name("mse")})
	fmt.Println(err)
	// Output:
	// layer "dense" (Dense): Units: received -500, expected a positive number
	// layer "dense_1" (Dense): activation: received "softmaxx", expected a known name such as "softmax"
}

func ExampleModel_Save() {
	dir, err := os.MkdirTemp("", "keras")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(dir)
	model := keras.Sequential(keras.Input(2), &layers.Dense{Units: 1})
	path := dir + "/model.keras"
	if err := model.Save(path); err != nil { // Python's keras.saving.load_model reads it
		log.Fatal(err)
	}
	again, err := keras.Load(path)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(again.InputShape(), again.OutputShape(), again.CountParams())
	// Output: (None, 2) (None, 1) 3
}

func ExampleToCategorical() {
	rows, err := keras.ToCategorical(tensor.FromSlice([]int32{2, 0, 1}), 3)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(rows)
	// Output:
	// [[0. 0. 1.]
	//  [1. 0. 0.]
	//  [0. 1. 0.]]
}

func ExampleModel_LearningRate() {
	model := keras.Sequential(keras.Input(2), &layers.Dense{Units: 1})
	err := model.Compile(keras.CompileOptions{Loss: losses.Name("mse"), Optimizer: &optimizers.SGD{LearningRate: 0.5}})
	if err != nil {
		log.Fatal(err)
	}
	if err := model.SetLearningRate(0.125); err != nil {
		log.Fatal(err)
	}
	fmt.Println(model.LearningRate())
	// Output: 0.125 <nil>
}
