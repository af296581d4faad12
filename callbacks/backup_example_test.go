package callbacks_test

import (
	"context"
	"errors"
	"fmt"
	"log"
	"os"
	"path/filepath"

	"github.com/gokeras/keras"
	"github.com/gokeras/keras/callbacks"
	"github.com/gokeras/keras/layers"
	"github.com/gokeras/keras/losses"
	"github.com/gokeras/keras/optimizers"
	"github.com/gokeras/keras/tensor"
)

// A training that is interrupted, here by an error, goes on where the last backup was made,
// and ends as if nothing had happened.
func ExampleBackupAndRestore() {
	folder, err := os.MkdirTemp("", "backup")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(folder)
	x := tensor.FromSlice([]float32{0, 1, 2, 3, 4, 5, 6, 7}, 8, 1)
	y := tensor.FromSlice([]float32{1, 3, 5, 7, 9, 11, 13, 15}, 8, 1)

	// train is the program, which is run again after it was interrupted.
	train := func(more ...callbacks.Callback) (*keras.Model, *keras.History, error) {
		keras.SetRandomSeed(1)
		model := keras.Sequential(keras.Input(1), &layers.Dense{Units: 1})
		if err := model.Compile(keras.CompileOptions{Loss: losses.Name("mse"), Optimizer: &optimizers.Adam{}}); err != nil {
			return nil, nil, err
		}
		history, err := model.Fit(context.Background(), keras.Arrays(x, y), keras.FitOptions{
			Epochs: 4, BatchSize: 2, Verbose: new(0), Callbacks: more,
		})
		return model, history, err
	}
	backup := func() callbacks.Callback {
		return &callbacks.BackupAndRestore{BackupDir: filepath.Join(folder, "backup"), SaveFreq: 1}
	}

	_, _, err = train(backup(), &callbacks.LambdaCallback{
		TrainBatchBegin: func(batch int, logs callbacks.Logs) error {
			if batch == 3 {
				return errors.New("the power is gone")
			}
			return nil
		},
	})
	fmt.Println(err)

	resumed, history, err := train(backup())
	if err != nil {
		log.Fatal(err)
	}
	whole, _, err := train()
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println("epochs", history.Epoch)
	fmt.Println("same weights:", resumed.Weights()[0].Item() == whole.Weights()[0].Item())
	// Output:
	// callback callbacks.LambdaCallback: OnTrainBatchBegin: the power is gone
	// epochs [0 1 2 3]
	// same weights: true
}
