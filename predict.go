package keras

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/gokeras/keras/callbacks"
	"github.com/gokeras/keras/data"
	"github.com/gokeras/keras/internal/engine/cpu"
	"github.com/gokeras/keras/layers"
	"github.com/gokeras/keras/tensor"
)

// PredictOptions says how Predict goes about it.
type PredictOptions struct {
	// BatchSize is the number of samples computed at once. Default: 32.
	BatchSize int

	// Steps is the number of batches after which to stop. Default: all.
	Steps int

	// Callbacks is told about each batch. Default: none.
	Callbacks []callbacks.Callback
}

// Predict returns what the model gives for the samples of x: an array whose first
// axis is as long as that of x. Without options batches have 32 samples. A model of
// several inputs or outputs is for [Model.PredictData].
//
// It may be called by many goroutines at once; where they predict a few samples each,
// and the model has many weights, it computes theirs as one batch. On an error, or when ctx is done,
// the array has the samples computed so far.
func (m *Model) Predict(ctx context.Context, x *tensor.Tensor, o ...PredictOptions) (*tensor.Tensor, error) {
	if x == nil {
		return nil, fmt.Errorf("Predict: model %q: x: received nil, expected an array", layers.NameOf(m))
	}
	if x.Rank() == 0 {
		return nil, fmt.Errorf("Predict: model %q: x: received shape %v, expected a batch axis", layers.NameOf(m), shapeOf(x))
	}
	out, err := m.PredictData(ctx, data.New(x, nil), o...)
	switch {
	case len(out) == 0:
		return nil, err
	case len(out) > 1:
		return nil, fmt.Errorf("Predict: model %q: it has %d outputs, expected 1: PredictData returns all", layers.NameOf(m), len(out))
	}
	return out[0], err
}

// PredictData is Predict for a data set, and a model of several inputs or outputs: it
// returns an array for each output, in their order, which is that of the names for a
// [Named].
func (m *Model) PredictData(ctx context.Context, d data.Dataset, o ...PredictOptions) ([]*tensor.Tensor, error) {
	var opt PredictOptions
	if len(o) > 0 {
		opt = o[0]
	}
	if ctx == nil {
		return nil, fmt.Errorf("Predict: %w", errNoContext)
	}
	if d == nil || isNilPointer(d) {
		return nil, errors.New("Predict: data: received nil, expected samples such as keras.Arrays(x, nil)")
	}
	d, err := m.ordered(d)
	if err != nil {
		return nil, fmt.Errorf("Predict: %w", err)
	}
	epochs := data.Epochs{Data: d, Options: data.Options{BatchSize: opt.BatchSize}, StepsPerEpoch: opt.Steps}
	defer epochs.Close()
	list := m.callbacks(opt.Callbacks, callbacks.ListOptions{}, callbacks.Params{Steps: epochs.Steps()})
	if err := list.OnPredictBegin(nil); err != nil {
		return nil, err
	}
	var c collector
	if a, ok := d.(*data.Arrays); ok {
		c.expect = a.Len()
		if opt.Steps > 0 {
			c.expect = min(c.expect, opt.Steps*max(opt.BatchSize, 1))
		}
	}
	i := 0
	for b, err := range epochs.Epoch(ctx) {
		if err == nil {
			err = list.OnPredictBatchBegin(i, nil)
		}
		if err == nil {
			err = m.predictBatch(b, &c)
		}
		if err == nil {
			err = list.OnPredictBatchEnd(i, nil)
		}
		if err != nil {
			return c.arrays(), err
		}
		i++
	}
	return c.arrays(), list.OnPredictEnd(nil)
}

// PredictOnBatch returns what the model gives for one batch, whatever its size.
func (m *Model) PredictOnBatch(x *tensor.Tensor) (*tensor.Tensor, error) {
	var c collector
	if err := m.predictBatch(data.Batch{X: []*tensor.Tensor{x}}, &c); err != nil {
		return nil, err
	}
	return c.arrays()[0], nil
}

// predictBatch computes one batch and appends the outputs to c.
func (m *Model) predictBatch(b data.Batch, c *collector) error {
	b = data.Batch{X: b.X}
	if slices.Contains(b.X, nil) {
		return fmt.Errorf("Predict: model %q: x: received nil, expected an array", layers.NameOf(m))
	}
	if err := m.buildFor(b); err != nil {
		return fmt.Errorf("Predict: %w", err)
	}
	p := m.predictions.find(b)
	if p == nil {
		err := m.checkInputs(b)
		if err == nil {
			p, err = m.tracePredict(b)
		}
		if err != nil {
			return fmt.Errorf("Predict: model %q: %w", layers.NameOf(m), err)
		}
		if p.isTogether(b.Len()) {
			p.company = new(company)
		}
		m.predictions.add(p)
	}
	if err := m.checkIndices(b); err != nil {
		return fmt.Errorf("Predict: model %q: %w", layers.NameOf(m), err)
	}
	out := c.next(p.types, b.Len())
	switch {
	case p.updates:
		m.weights.Lock()
		defer m.weights.Unlock()
		return p.run.Run(b.X, out)
	case p.company != nil && !p.company.apart.Load():
		return m.predictTogether(p, b.X, out)
	}
	return m.runPrediction(p.run, b.X, out)
}

// runPrediction computes predictions by a program that changes nothing.
func (m *Model) runPrediction(run *cpu.Program, x, out []*tensor.Tensor) error {
	m.weights.RLock()
	defer m.weights.RUnlock()
	return run.Run(x, out)
}

// buildFor builds the model for the shape of a batch, if it isn't built.
func (m *Model) buildFor(b data.Batch) error {
	if m.isBuilt() {
		return nil
	}
	if m.inputOf() != nil {
		return m.Build(nil)
	}
	if len(b.X) == 0 || b.X[0] == nil || b.X[0].Rank() == 0 {
		return errors.New("x: received no array, expected at least one")
	}
	shape := b.X[0].Shape().Clone()
	shape[0] = tensor.Unknown
	return m.Build(shape)
}

// checkInputs returns an error unless b.X fits the model's inputs.
func (m *Model) checkInputs(b data.Batch) error {
	if len(b.X) != len(m.net.inputs) {
		return fmt.Errorf("x: received %d arrays, expected %d", len(b.X), len(m.net.inputs))
	}
	for i, x := range b.X {
		if x == nil {
			return fmt.Errorf("x[%d]: received nil", i)
		}
		want := m.net.inputs[i].Shape
		if !compatible(x.Shape(), want) {
			return fmt.Errorf("x: received shape %v, expected %v", x.Shape(), want)
		}
	}
	return nil
}

// compatible tells whether an array of the given shape can be fed where want is
// expected: see fitRank. As in Keras any batch can, also where the shape has the
// size of one: Keras saves that of the first batch, if a model has no Input.
func compatible(shape, want tensor.Shape) bool {
	switch n := len(shape); {
	case n == len(want)+1 && n > 0 && shape[n-1] == 1:
		shape = shape[:n-1]
	case n == len(want)-1 && want[len(want)-1] == 1:
		shape = append(shape.Clone(), 1)
	case n != len(want):
		return false
	}
	for i, d := range want {
		if i > 0 && d >= 0 && d != shape[i] {
			return false
		}
	}
	return true
}
