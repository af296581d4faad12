package keras_test

import (
	"bytes"
	"context"
	"errors"
	"iter"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gokeras/keras"
	"github.com/gokeras/keras/callbacks"
	"github.com/gokeras/keras/data"
	"github.com/gokeras/keras/layers"
	"github.com/gokeras/keras/losses"
	"github.com/gokeras/keras/metrics"
	"github.com/gokeras/keras/optimizers"
	"github.com/gokeras/keras/tensor"
)

// dropping returns a model with random numbers in training.
func dropping(t testing.TB, seed int64) *keras.Model {
	t.Helper()
	keras.SetRandomSeed(seed)
	m := keras.Sequential(keras.Input(4),
		&layers.Dense{Units: 300, Activation: "relu"},
		&layers.Dropout{Rate: .3},
		&layers.Dense{Units: 2, Activation: "softmax"},
	)
	if err := m.Compile(keras.CompileOptions{
		Loss: losses.Name("categorical_crossentropy"), Optimizer: optimizers.Name("adam"), Metrics: metrics.Names("accuracy"),
	}); err != nil {
		t.Fatal(err)
	}
	return m
}

// stopAfter ends the context after a number of batches.
type stopAfter struct {
	callbacks.Base
	batches int
	cancel  func()
}

func (s *stopAfter) OnTrainBatchEnd(int, callbacks.Logs) error {
	if s.batches--; s.batches == 0 {
		s.cancel()
	}
	return nil
}

func TestFitCancelled(t *testing.T) {
	m := small(t)
	x, y := blobs(t, 320)
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	history, err := m.Fit(ctx, keras.Arrays(x, y), keras.FitOptions{
		Epochs: 50, Verbose: new(0), Callbacks: []callbacks.Callback{&stopAfter{batches: 25, cancel: cancel}},
	})
	if !errors.Is(err, context.Canceled) {
		t.Fatalf("error is %v", err)
	}
	if len(history.Epoch) != 3 {
		t.Errorf("history has epochs %v, want two and the one that was cut short", history.Epoch)
	}
	if n := tensor.Data[int32](optimizers.Iteration(m.Optimizer()).Store())[0]; n != 25 {
		t.Errorf("%d steps were taken, want 25", n)
	}
	// The model goes on as if nothing had happened.
	if _, err := m.Fit(context.Background(), keras.Arrays(x, y), keras.FitOptions{Verbose: new(0)}); err != nil {
		t.Error(err)
	}
	score, err := m.Evaluate(ctx, keras.Arrays(x, y), keras.EvaluateOptions{Verbose: new(0)})
	if !errors.Is(err, context.Canceled) || len(score) != 0 {
		t.Errorf("Evaluate with a context that is over: %v, %v", score, err)
	}
}

// stopper asks for the end of the training by the model.
type stopper struct{ callbacks.Base }

func (s *stopper) OnTrainBatchEnd(i int, _ callbacks.Logs) error {
	if i == 3 {
		s.Model().StopTraining()
	}
	return nil
}

func TestStopTraining(t *testing.T) {
	m := small(t)
	x, y := blobs(t, 320)
	history, err := m.Fit(context.Background(), keras.Arrays(x, y), keras.FitOptions{
		Epochs: 5, Verbose: new(0), ValidationData: keras.Arrays(x, y), Callbacks: []callbacks.Callback{&stopper{}},
	})
	if err != nil {
		t.Fatal(err)
	}
	// The epoch ends at once, but is validated and told.
	if len(history.Epoch) != 1 || len(history.History["val_loss"]) != 1 {
		t.Errorf("history is %v", history.History)
	}
}

func TestEarlyStoppingAndCheckpoint(t *testing.T) {
	m := small(t)
	x, y := blobs(t, 200)
	dir := t.TempDir()
	var out bytes.Buffer
	_, err := m.Fit(context.Background(), keras.Arrays(x, y), keras.FitOptions{
		Epochs: 500, Output: &out, Verbose: new(2), ValidationSplit: .2, Seed: new(int64(2)),
		Callbacks: []callbacks.Callback{
			&callbacks.EarlyStopping{Monitor: "val_accuracy", Patience: 3, RestoreBestWeights: true, Verbose: 1},
			&callbacks.ModelCheckpoint{Filepath: filepath.Join(dir, "best.keras"), Monitor: "val_accuracy", SaveBestOnly: true},
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(out.String(), "early stopping") {
		t.Errorf("output is %s", out.String())
	}
	best, err := keras.Load(filepath.Join(dir, "best.keras"))
	if err != nil {
		t.Fatal(err)
	}
	for i, w := range best.Weights() {
		if !w.Equal(m.Weights()[i]) {
			t.Errorf("weight %d of the checkpoint isn't the one that was restored", i)
		}
	}
	left, err := os.ReadDir(dir)
	if err != nil || len(left) != 1 {
		t.Errorf("the folder has %v, %v", left, err)
	}
}

func TestFitOnFunc(t *testing.T) {
	m := small(t)
	x, y := blobs(t, 96)
	passes := 0
	batches := data.Func(func() iter.Seq2[data.Batch, error] {
		passes++
		return func(yield func(data.Batch, error) bool) {
			for lo := 0; lo < 96; lo += 40 {
				hi := min(lo+40, 96)
				b := data.Batch{X: []*tensor.Tensor{x.Rows(lo, hi)}, Y: []*tensor.Tensor{y.Rows(lo, hi)}}
				if !yield(b, nil) {
					return
				}
			}
		}
	})
	var out bytes.Buffer
	history, err := m.Fit(context.Background(), batches, keras.FitOptions{Epochs: 3, Output: &out})
	if err != nil {
		t.Fatal(err)
	}
	if len(history.History["loss"]) != 3 || !strings.Contains(out.String(), "3/3") {
		t.Errorf("history is %v, output\n%s", history.History, out.String())
	}
	score, err := m.Evaluate(context.Background(), batches, keras.EvaluateOptions{Verbose: new(0)})
	if err != nil {
		t.Fatal(err)
	}
	whole, err := m.Evaluate(context.Background(), keras.Arrays(x, y), keras.EvaluateOptions{BatchSize: 40, Verbose: new(0)})
	if err != nil {
		t.Fatal(err)
	}
	if score.String() != whole.String() {
		t.Errorf("batches of a function give %v, arrays %v", score, whole)
	}
	p, err := m.PredictData(context.Background(), batches)
	if err != nil || p[0].Len() != 96 {
		t.Errorf("predictions: %v, %v", p, err)
	}
	broken := data.Func(func() iter.Seq2[data.Batch, error] {
		return func(yield func(data.Batch, error) bool) { yield(data.Batch{}, errors.New("no more tape")) }
	})
	_, err = m.Fit(context.Background(), broken, keras.FitOptions{Verbose: new(0)})
	says(t, err, "Fit", "no more tape")
}

// TestStepByStep writes the tutorial's program in its step-by-step form, with
// bytes as input.
func TestStepByStep(t *testing.T) {
	model := keras.Sequential()
	model.Add(&layers.Rescaling{Scale: 1. / 255})
	model.Add(&layers.Flatten{})
	model.Add(&layers.Dense{Units: 5})
	model.Add(&layers.Activation{Activation: "sigmoid"})
	model.Add(&layers.Dense{Units: 3})
	model.Add(&layers.Activation{Activation: "softmax"})
	if err := model.Compile(keras.CompileOptions{
		Loss: losses.Name("sparse_categorical_crossentropy"), Optimizer: optimizers.Name("sgd"), Metrics: metrics.Names("acc"),
	}); err != nil {
		t.Fatal(err)
	}
	if model.OutputShape() != nil || model.Weights() != nil {
		t.Error("a model without input has a shape")
	}
	x := tensor.New(tensor.Uint8, 50, 4, 3)
	for i, b := 0, tensor.Data[uint8](x); i < len(b); i++ {
		b[i] = uint8(7 * i)
	}
	y := tensor.New(tensor.Int64, 50, 1)
	history, err := model.Fit(context.Background(), keras.Arrays(x, y), keras.FitOptions{Verbose: new(0)})
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(history.Keys, " "); got != "acc loss" {
		t.Errorf("history has %s", got)
	}
	if got := model.OutputShape().String(); got != "(None, 3)" {
		t.Errorf("output shape is %s", got)
	}
	if model.Layer("dense_1") == nil || model.Layer("dense_2") != nil || len(model.Layers()) != 6 {
		t.Error("layers aren't found by name")
	}
	model.Pop()
	model.Add(&layers.Activation{Activation: "sigmoid"})
	if err := model.Compile(keras.CompileOptions{Loss: losses.Name("mse")}); err != nil {
		t.Fatal(err)
	}
	if _, err := model.Predict(context.Background(), x); err != nil {
		t.Error(err)
	}
}

// TestFrozen trains a model with a layer that isn't trained.
func TestFrozen(t *testing.T) {
	frozen := &layers.Dense{Units: 8, Base: layers.Base{Trainable: new(false)}}
	m := keras.Sequential(keras.Input(4), frozen, &layers.Dense{Units: 2})
	if err := m.Compile(keras.CompileOptions{Loss: losses.Name("mse")}); err != nil {
		t.Fatal(err)
	}
	x, y := blobs(t, 64)
	before := m.Weights()
	if _, err := m.Fit(context.Background(), keras.Arrays(x, y), keras.FitOptions{Verbose: new(0)}); err != nil {
		t.Fatal(err)
	}
	for i, w := range m.Weights() {
		if same := w.Equal(before[i]); same != (i < 2) {
			t.Errorf("weight %d: unchanged is %v", i, same)
		}
	}
}
