package keras_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"log"
	"math"
	"net/http"
	"net/http/httptest"
	"strings"

	"github.com/gokeras/keras"
	"github.com/gokeras/keras/callbacks"
	"github.com/gokeras/keras/data"
	"github.com/gokeras/keras/layers"
	"github.com/gokeras/keras/losses"
	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/optimizers"
	"github.com/gokeras/keras/tensor"
)

// Training with samples that are held back, until it is of no more use.
func ExampleModel_Fit() {
	keras.SetRandomSeed(1)
	model := keras.Sequential(keras.Input(1), &layers.Dense{Units: 1})
	err := model.Compile(keras.CompileOptions{Loss: losses.Name("mse"), Optimizer: &optimizers.SGD{LearningRate: 0.1}})
	if err != nil {
		log.Fatal(err)
	}
	x, y := tensor.New(tensor.Float32, 100, 1), tensor.New(tensor.Float32, 100, 1)
	for i := range 100 {
		v := math.Sin(float64(i))
		x.Set(v, i, 0)
		y.Set(2*v+1, i, 0)
	}
	stop := &callbacks.EarlyStopping{MinDelta: 1e-4, Patience: 3, RestoreBestWeights: true}
	history, err := model.Fit(context.Background(), keras.Arrays(x, y), keras.FitOptions{
		Epochs: 1000, ValidationSplit: 0.2, Verbose: new(0), Callbacks: []callbacks.Callback{stop},
	})
	if err != nil {
		log.Fatal(err)
	}
	best, epoch, _ := stop.Best()
	fmt.Println(best < 1e-3, history.History["val_loss"][epoch] == best, len(history.Epoch) < 1000)
	for _, w := range model.Weights() {
		fmt.Printf("%.1f ", w.Item())
	}
	// Output:
	// true true true
	// 2.0 1.0
}

// Samples that are made as they are needed: windows of a series, and what comes next.
func ExampleDataset() {
	keras.SetRandomSeed(1)
	const steps, batches, size = 8, 20, 16
	windows := data.Func(func() iter.Seq2[keras.Batch, error] {
		return func(yield func(keras.Batch, error) bool) {
			for b := range batches {
				x, y := tensor.New(tensor.Float32, size, steps, 1), tensor.New(tensor.Float32, size, 1)
				for i := range size {
					at := float64(b*size + i)
					for s := range steps {
						x.Set(math.Sin((at+float64(s))/3), i, s, 0)
					}
					y.Set(math.Sin((at+steps)/3), i, 0)
				}
				if !yield(keras.Batch{X: []*tensor.Tensor{x}, Y: []*tensor.Tensor{y}}, nil) {
					return
				}
			}
		}
	})
	model := keras.Sequential(keras.Input(steps, 1), &layers.GRU{Units: 8}, &layers.Dense{Units: 1})
	err := model.Compile(keras.CompileOptions{Loss: losses.Name("mse"), Optimizer: &optimizers.Adam{LearningRate: 0.02}})
	if err != nil {
		log.Fatal(err)
	}
	history, err := model.Fit(context.Background(), windows, keras.FitOptions{Epochs: 10, Verbose: new(0)})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(history.History["loss"][9] < 0.01)
	// Output: true
}

// Residual is a layer of layers: what it gives is added to its input.
type Residual struct {
	// Units is how many there are within. Required.
	Units int `json:"units"`

	layers.Base

	wide, back *layers.Dense
}

var _ = keras.Register[Residual]("example")

func (r *Residual) Build(in tensor.Shape) error {
	size := in[len(in)-1]
	r.wide = &layers.Dense{Units: r.Units, Activation: "relu"}
	r.back = &layers.Dense{Units: size}
	return errors.Join(
		r.BuildChild("wide", r.wide, in),
		r.BuildChild("back", r.back, tensor.Shape{in[0], r.Units}),
	)
}

func (r *Residual) Call(t *ops.Trace, x *ops.Value) *ops.Value {
	y := layers.Apply(t, r.wide, x)[0]
	return ops.Add(x, layers.Apply(t, r.back, y)[0])
}

// A layer of one's own, made of others, goes to a file and comes back.
func ExampleRegister() {
	model := keras.Sequential(keras.Input(4), &Residual{Units: 16})
	var file bytes.Buffer
	if _, err := model.WriteTo(&file); err != nil {
		log.Fatal(err)
	}
	again, err := keras.Read(bytes.NewReader(file.Bytes()), int64(file.Len()))
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(again.Layers()[0].(*Residual).Units)
	for _, v := range again.Variables() {
		fmt.Println(v.Path, v.Shape())
	}
	// Output:
	// 16
	// sequential/residual/dense/kernel (4, 16)
	// sequential/residual/dense/bias (16,)
	// sequential/residual/dense_1/kernel (16, 4)
	// sequential/residual/dense_1/bias (4,)
}

// What a model has learned stays as it is, while a new layer behind it learns.
func ExampleModel_freeze() {
	base := keras.Sequential(keras.Input(8), &layers.Dense{Units: 16, Activation: "relu"}, &layers.Dense{Units: 4})
	base.Trainable = new(false)
	model := keras.Sequential(keras.Input(8), base, &layers.Dense{Units: 1})
	compile := func() {
		if err := model.Compile(keras.CompileOptions{Loss: losses.Name("mse")}); err != nil {
			log.Fatal(err)
		}
		fmt.Println(len(layers.TrainableWeights(model)), "of", len(model.Weights()), "weights are trained")
	}
	compile()

	// Later all of it is trained, but for the first layer.
	base.Trainable = new(true)
	layers.SetTrainable(base.Layers()[0], false)
	compile()
	// Output:
	// 2 of 6 weights are trained
	// 4 of 6 weights are trained
}

// A server that predicts for any number of clients at once.
func ExampleModel_Predict() {
	model := keras.Sequential(keras.Input(2), &layers.Rescaling{Scale: 10})
	handler := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var rows [][]float32
		err := json.NewDecoder(r.Body).Decode(&rows)
		var x, y *tensor.Tensor
		if err == nil {
			x, err = tensor.From(rows)
		}
		if err == nil {
			y, err = model.Predict(r.Context(), x)
		}
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		fmt.Fprintln(w, y)
	})
	for _, body := range []string{"[[1, 2], [3, 4]]", "[[1, 2, 3]]"} {
		answer := httptest.NewRecorder()
		handler.ServeHTTP(answer, httptest.NewRequest("POST", "/", strings.NewReader(body)))
		fmt.Print(answer.Code, "\n", answer.Body)
	}
	// Output:
	// 200
	// [[10. 20.]
	//  [30. 40.]]
	// 400
	// Predict: model "sequential": x: received shape (1, 3), expected (None, 2)
}
