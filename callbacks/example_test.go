package callbacks_test

import (
	"context"
	"encoding/json"
	"fmt"
	"log"

	"github.com/gokeras/keras"
	"github.com/gokeras/keras/callbacks"
	"github.com/gokeras/keras/layers"
	"github.com/gokeras/keras/losses"
	"github.com/gokeras/keras/tensor"
)

// Above stops training as soon as a metric is good enough.
type Above struct {
	callbacks.Base
	Metric string
	Limit  float64
}

func (a *Above) OnEpochEnd(epoch int, logs callbacks.Logs) error {
	v, ok := logs[a.Metric]
	if !ok {
		return fmt.Errorf("no %q among %q", a.Metric, logs.Keys())
	}
	fmt.Printf("epoch %d: %.2f\n", epoch+1, v)
	if v > a.Limit {
		a.Model().StopTraining()
	}
	return nil
}

// A callback of one's own embeds Base and defines the hooks it needs.
func Example() {
	model := keras.Sequential(keras.Input(2), &layers.Rescaling{Scale: 2})
	if err := model.Compile(keras.CompileOptions{Loss: losses.Name("mae")}); err != nil {
		log.Fatal(err)
	}
	x := tensor.FromSlice([]float32{1, 2, 3, 4}, 2, 2)
	fit := func(c callbacks.Callback) {
		history, err := model.Fit(context.Background(), keras.Arrays(x, x), keras.FitOptions{
			Epochs: 10, Verbose: new(0), Callbacks: []callbacks.Callback{c},
		})
		fmt.Println(len(history.Epoch), err)
	}
	fit(&Above{Metric: "loss", Limit: 2})
	fit(&Above{Metric: "accuracy", Limit: 0.9})
	// Output:
	// epoch 1: 2.50
	// 1 <nil>
	// 0 callback callbacks_test.Above: OnEpochEnd: no "accuracy" among ["loss"]
}

func ExampleLambdaCallback() {
	var c callbacks.Callback = &callbacks.LambdaCallback{
		EpochEnd: func(epoch int, logs callbacks.Logs) error {
			for name, v := range logs.All() {
				fmt.Println(epoch, name, v)
			}
			return nil
		},
	}
	if err := c.OnEpochEnd(3, callbacks.Logs{"loss": 0.25, "accuracy": 0.5}); err != nil {
		fmt.Println(err)
	}
	// Output:
	// 3 accuracy 0.5
	// 3 loss 0.25
}

func ExampleHistory() {
	list := callbacks.NewList(nil, callbacks.ListOptions{AddHistory: true})
	list.SetParams(callbacks.Params{Verbose: 0, Epochs: 2, Steps: 600})
	for epoch, loss := range []float64{0.5, 0.25} {
		if err := list.OnEpochEnd(epoch, callbacks.Logs{"loss": loss, "val_loss": 2 * loss}); err != nil {
			fmt.Println(err)
		}
	}
	h := list.History()
	fmt.Println(h.History["loss"])
	text, err := json.Marshal(h)
	fmt.Println(string(text), err)
	// Output:
	// [0.5 0.25]
	// {"epoch":[0,1],"history":{"loss":[0.5,0.25],"val_loss":[1,0.5]},"params":{"verbose":0,"epochs":2,"steps":600}} <nil>
}
