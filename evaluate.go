package keras

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"

	"github.com/gokeras/keras/callbacks"
	"github.com/gokeras/keras/data"
	"github.com/gokeras/keras/tensor"
)

// EvaluateOptions says how Evaluate goes about it.
type EvaluateOptions struct {
	// BatchSize is the number of samples computed at once. Default: 32.
	BatchSize int

	// Verbose is 1 for a progress bar, 2 for a line at the end, 0 for silence,
	// which is written new(0). Default: 1.
	Verbose *int

	// Output is where the progress is written. Default: os.Stdout.
	Output io.Writer

	// Steps is the number of batches after which to stop. Default: all.
	Steps int

	// Callbacks are told about each batch. Default: none.
	Callbacks []callbacks.Callback
}

// Evaluate returns the model's loss and metrics over the data, with the weights
// as they are. When ctx is done, it returns those over the batches so far, and
// ctx's error.
func (m *Model) Evaluate(ctx context.Context, d data.Dataset, o EvaluateOptions) (Results, error) {
	if ctx == nil {
		return nil, fmt.Errorf("Evaluate: %w", errNoContext)
	}
	if !m.verb.TryLock() {
		return nil, ErrBusy
	}
	defer m.verb.Unlock()
	if m.compiled == nil {
		return nil, ErrNotCompiled
	}
	if d == nil || isNilPointer(d) {
		return nil, errors.New("Evaluate: data: received nil, expected samples such as keras.Arrays(x, y)")
	}
	d, err := m.ordered(d)
	if err != nil {
		return nil, fmt.Errorf("Evaluate: %w", err)
	}
	verbose := 1
	if o.Verbose != nil {
		verbose = *o.Verbose
	}
	if verbose < 0 || verbose > 2 {
		return nil, fmt.Errorf("Evaluate: Verbose: received %d, expected 0, 1 or 2", verbose)
	}
	steps := (&data.Epochs{Data: d, Options: data.Options{BatchSize: o.BatchSize}, StepsPerEpoch: o.Steps}).Steps()
	list := m.callbacks(o.Callbacks, callbacks.ListOptions{AddProgbar: verbose > 0},
		callbacks.Params{Verbose: verbose, Epochs: 1, Steps: steps, Output: o.Output})
	return m.evaluate(ctx, d, o, list)
}

// evaluate is Evaluate with the callbacks of a training, perhaps.
func (m *Model) evaluate(ctx context.Context, d data.Dataset, o EvaluateOptions, list *callbacks.List) (Results, error) {
	epochs := data.Epochs{Data: d, Options: data.Options{BatchSize: o.BatchSize}, StepsPerEpoch: o.Steps}
	defer epochs.Close()
	first, err := epochs.Peek(ctx)
	if err == nil {
		err = m.prepare(d, first)
	}
	if err != nil {
		return nil, fmt.Errorf("Evaluate: %w", err)
	}
	m.compiled.resetMetrics()
	if err := list.OnTestBegin(nil); err != nil {
		return nil, err
	}
	logs, i := callbacks.Logs{}, 0
	for b, err := range epochs.Epoch(ctx) {
		if err == nil {
			err = list.OnTestBatchBegin(i, nil)
		}
		if err == nil {
			err = m.testStep(b, logs)
		}
		if err == nil {
			err = list.OnTestBatchEnd(i, logs)
		}
		if err != nil {
			return m.results(logs), err
		}
		i++
	}
	return m.results(logs), list.OnTestEnd(logs)
}

// testStep takes up one batch and puts the averages so far into logs.
func (m *Model) testStep(b data.Batch, logs callbacks.Logs) error {
	p, err := m.reporting(&m.compiled.test, b, m.traceTest)
	if err != nil {
		return fmt.Errorf("Evaluate: %w", err)
	}
	if p.updates {
		m.weights.Lock()
		defer m.weights.Unlock()
	} else {
		m.weights.RLock()
		defer m.weights.RUnlock()
	}
	return m.runStep(p, b, logs)
}

// results returns logs in the order of the metrics.
func (m *Model) results(logs callbacks.Logs) Results {
	var r Results
	names := m.MetricNames()
	for _, name := range slices.Sorted(maps.Keys(logs)) {
		if !slices.Contains(names, name) { // what layers or a step of one's own report
			names = append(names, name)
		}
	}
	for _, name := range names {
		if v, ok := logs[name]; ok {
			r = append(r, Result{name, v})
		}
	}
	return r
}

func scalarOf(t *tensor.Tensor) float64 { return float64(tensor.Data[float32](t)[0]) }
