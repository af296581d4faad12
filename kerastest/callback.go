package kerastest

import (
	"context"
	"io"
	"testing"

	"github.com/gokeras/keras"
	"github.com/gokeras/keras/callbacks"
	"github.com/gokeras/keras/initializers"
	"github.com/gokeras/keras/layers"
	"github.com/gokeras/keras/losses"
	"github.com/gokeras/keras/metrics"
	"github.com/gokeras/keras/optimizers"
	"github.com/gokeras/keras/tensor"
)

// A CallbackCase is a callback with one choice of settings.
type CallbackCase struct {
	// New returns a new callback, with the same settings at every call. Required.
	New func() callbacks.Callback

	// ChangesTraining says that the callback may change what comes of training, or
	// end it. Default: false.
	ChangesTraining bool
}

// Callback tests a callback:
//   - its hooks take a training with validation, a test and a prediction, and logs
//     that are nil;
//   - used for a second training it does the same again;
//   - it changes no weight, unless declared, and leaves logs of batches as they are.
func Callback(t testing.TB, c CallbackCase) {
	t.Helper()
	if c.New == nil {
		t.Fatalf("case: New: received nil, expected a function that returns a new callback")
		return
	}
	if !anew(t, c.New(), c.New()) {
		return
	}
	c.nilLogs(t)
	callback := c.New()
	without := c.run(t, nil)
	first := c.run(t, callback)
	second := c.run(t, callback)
	if without == nil || first == nil || second == nil {
		return
	}
	for i, w := range first {
		if string(w.Bytes()) != string(second[i].Bytes()) {
			t.Errorf("again: weight %d: received other bits of a second training, expected those of the first: begin anew in OnTrainBegin", i)
		}
		if !c.ChangesTraining && string(w.Bytes()) != string(without[i].Bytes()) {
			t.Errorf("weights: weight %d: received other bits with the callback, expected those without it", i)
		}
	}
}

// nilLogs calls every hook with nil logs, in a possible order.
func (c *CallbackCase) nilLogs(t testing.TB) {
	t.Helper()
	cb := c.New()
	defer func() {
		if e := recover(); e != nil {
			t.Errorf("nil logs: received the panic %v, expected hooks to take logs that are nil", e)
		}
	}()
	m := keras.Sequential(keras.Input(1), &layers.Dense{Units: 1})
	if err := m.Compile(keras.CompileOptions{Loss: losses.Name("mse")}); err != nil {
		t.Errorf("nil logs: %v", err)
		return
	}
	cb.SetParams(callbacks.Params{Epochs: 1, Steps: 1, Output: io.Discard})
	cb.SetModel(model{m})
	for _, hook := range []func() error{
		func() error { return cb.OnTrainBegin(nil) },
		func() error { return cb.OnEpochBegin(0, nil) },
		func() error { return cb.OnTrainBatchBegin(0, nil) },
		func() error { return cb.OnTrainBatchEnd(0, nil) },
		func() error { return cb.OnTestBegin(nil) },
		func() error { return cb.OnTestBatchBegin(0, nil) },
		func() error { return cb.OnTestBatchEnd(0, nil) },
		func() error { return cb.OnTestEnd(nil) },
		func() error { return cb.OnEpochEnd(0, nil) },
		func() error { return cb.OnTrainEnd(nil) },
		func() error { return cb.OnPredictBegin(nil) },
		func() error { return cb.OnPredictBatchBegin(0, nil) },
		func() error { return cb.OnPredictBatchEnd(0, nil) },
		func() error { return cb.OnPredictEnd(nil) },
	} {
		if err := hook(); err != nil {
			t.Errorf("nil logs: received the error %v, expected none", err)
			return
		}
	}
}

// run trains a small model, tests it and predicts, and returns its weights.
func (c *CallbackCase) run(t testing.TB, cb callbacks.Callback) []*tensor.Tensor {
	t.Helper()
	ctx := context.Background()
	m := keras.Sequential(keras.Input(2),
		&layers.Dense{Units: 1, KernelInitializer: &initializers.GlorotUniform{Seed: new(int64(1))}})
	if err := m.Compile(keras.CompileOptions{
		Loss: losses.Name("mse"), Optimizer: &optimizers.SGD{LearningRate: .1}, Metrics: metrics.Names("mae"),
	}); err != nil {
		t.Errorf("training: %v", err)
		return nil
	}
	x := tensor.FromSlice([]float32{0, 1, 1, 0, 1, 1, 0, 0, 2, 1, 1, 2}, 6, 2)
	y := tensor.FromSlice([]float32{1, 1, 2, 0, 3, 3}, 6, 1)
	var list []callbacks.Callback
	if cb != nil {
		list = []callbacks.Callback{cb, &untouched{t: t}}
	}
	_, err := m.Fit(ctx, keras.Arrays(x, y), keras.FitOptions{
		BatchSize: 2, Epochs: 3, Verbose: new(0), Output: io.Discard, Shuffle: new(false),
		ValidationData: keras.Arrays(x, y), Callbacks: list,
	})
	if err == nil {
		_, err = m.Evaluate(ctx, keras.Arrays(x, y), keras.EvaluateOptions{Verbose: new(0), Output: io.Discard, Callbacks: list})
	}
	if err == nil {
		_, err = m.Predict(ctx, x, keras.PredictOptions{Callbacks: list})
	}
	if err != nil {
		t.Errorf("training: received the error %v, expected none", err)
		return nil
	}
	return m.Weights()
}

// model is a model as callbacks see it.
type model struct{ *keras.Model }

// Name implements [callbacks.Model].
func (m model) Name() string { return layers.NameOf(m.Model) }

// MetricDirection implements [callbacks.Model].
func (model) MetricDirection(string) int { return 0 }

// untouched sees that the logs of batches have the loss and the metrics only.
type untouched struct {
	callbacks.Base
	t testing.TB
}

// OnTrainBatchEnd implements [callbacks.Callback].
func (u *untouched) OnTrainBatchEnd(batch int, logs callbacks.Logs) error {
	_, loss := logs["loss"]
	_, mae := logs["mae"]
	if len(logs) != 2 || !loss || !mae {
		u.t.Errorf("logs: received %v at batch %d, expected loss and mae only: a batch's logs are for reading", logs, batch)
	}
	return nil
}
