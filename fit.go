package keras

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"maps"

	"github.com/gokeras/keras/callbacks"
	"github.com/gokeras/keras/data"
	"github.com/gokeras/keras/layers"
	"github.com/gokeras/keras/optimizers"
)

// FitOptions says how Fit goes about it.
type FitOptions struct {
	// BatchSize is the number of samples of a training step. Default: 32.
	BatchSize int

	// Epochs is the number of the epoch after which training ends, counted from
	// InitialEpoch 0. Default: 1.
	Epochs int

	// Verbose is 1 for a progress bar, 2 for a line an epoch, 0 for silence,
	// which is written new(0). Default: 1.
	Verbose *int

	// Output is where the progress is written. Default: os.Stdout.
	Output io.Writer

	// Callbacks are told about each batch and epoch. Default: none.
	Callbacks []callbacks.Callback

	// ValidationData is evaluated after each epoch. Default: none.
	ValidationData data.Dataset

	// ValidationSplit takes that part of the samples, off their end, for
	// validation. It needs arrays; ValidationData stands above it. Default: 0.
	ValidationSplit float64

	// ValidationSteps is the number of batches of a validation. Default: all.
	ValidationSteps int

	// ValidationBatchSize is the number of samples of a validation's batch.
	// Default: BatchSize.
	ValidationBatchSize int

	// ValidationFreq is how many epochs pass from one validation to the next.
	// Default: 1.
	ValidationFreq int

	// Shuffle says whether each epoch has the samples of arrays in another
	// order. Default: true.
	Shuffle *bool

	// ClassWeight says how much the samples of a class count. It needs arrays,
	// without sample weights of their own. Default: 1 for every class.
	ClassWeight map[int]float64

	// InitialEpoch is the number of the first epoch, where a training goes on
	// that was interrupted. With a model that was saved after the epoch before, it gives
	// the bits that it would have given uninterrupted. Default: 0.
	InitialEpoch int

	// StepsPerEpoch is the number of batches of an epoch; the next epoch goes on
	// where the last one ended. Default: one pass over the data.
	StepsPerEpoch int

	// Seed is where the order of samples begins, which depends on it and the number of
	// the epoch. Default: the order goes on from one Fit to the next, and is saved with
	// the model; Compile draws where it begins, as SetRandomSeed says.
	Seed *int64

	// Logger is told when data runs out, and what else is probably a mistake.
	// Default: slog.Default().
	Logger *slog.Logger
}

// Fit trains the model: in each epoch it takes every batch of the data, and
// changes the weights so that the loss becomes smaller. It returns the loss and
// the metrics of each epoch, averages over the batches while the weights change.
//
// When ctx is done, training ends after the step under way, and Fit returns the
// history so far and ctx's error; the model can be used as it is. So it does on
// any other error, once training has begun.
func (m *Model) Fit(ctx context.Context, d data.Dataset, o FitOptions) (*History, error) {
	if ctx == nil {
		return nil, fmt.Errorf("Fit: %w", errNoContext)
	}
	if !m.verb.TryLock() {
		return nil, ErrBusy
	}
	defer m.verb.Unlock()
	if m.compiled == nil {
		return nil, ErrNotCompiled
	}
	f := &fitting{m: m, options: o, from: o.InitialEpoch, batch: callbacks.Logs{}}
	m.fitting = f
	defer func() { m.fitting = nil }()
	defer f.epochs.Close()
	if err := f.setup(ctx, d); err != nil {
		return nil, fmt.Errorf("Fit: %w", err)
	}
	f.list = m.callbacks(o.Callbacks, callbacks.ListOptions{AddHistory: true, AddProgbar: f.verbose > 0},
		callbacks.Params{Verbose: f.verbose, Epochs: f.last, Steps: f.epochs.Steps(), Output: o.Output, Logger: o.Logger})
	m.stop.Store(false)
	err := f.run(ctx)
	return f.list.History(), err
}

// StopTraining ends Fit after the step under way. It is meant for callbacks.
func (m *Model) StopTraining() { m.stop.Store(true) }

// A fitting is one call of Fit.
type fitting struct {
	m          *Model
	options    FitOptions
	epochs     data.Epochs
	validation data.Dataset
	list       *callbacks.List
	verbose    int
	from       int // number of the first epoch
	done       int // batches of it that are done already
	last       int
	first      data.Batch     // one such as all
	batch      callbacks.Logs // of the last batch
	logs       callbacks.Logs // of the last epoch
}

// setup checks the options and the first batch.
func (f *fitting) setup(ctx context.Context, d data.Dataset) error {
	o := f.options
	if err := o.check(); err != nil {
		return err
	}
	f.verbose, f.last = 1, max(o.Epochs, 1)
	if o.Verbose != nil {
		f.verbose = *o.Verbose
	}
	d, err := f.m.ordered(d)
	if err != nil {
		return err
	}
	if f.validation, err = f.m.ordered(o.ValidationData); err != nil {
		return fmt.Errorf("ValidationData: %w", err)
	}
	arrays, inMemory := d.(*data.Arrays)
	if d == nil || isNilPointer(d) {
		return errors.New("data: received nil, expected samples such as keras.Arrays(x, y)")
	}
	if len(o.ClassWeight) > 0 {
		if !inMemory {
			return fmt.Errorf("ClassWeight: received with data of type %T, expected arrays", d)
		}
		if arrays, err = arrays.WithClassWeights(o.ClassWeight); err != nil {
			return err
		}
	}
	if o.ValidationSplit != 0 && f.validation == nil {
		if !inMemory {
			return fmt.Errorf("ValidationSplit: received with data of type %T, expected arrays", d)
		}
		var held *data.Arrays
		if arrays, held, err = arrays.Split(o.ValidationSplit); err != nil {
			return err
		}
		if len(o.ClassWeight) > 0 {
			held = held.WithWeights() // classes count in training only
		}
		f.validation = held
	}
	opt := data.Options{BatchSize: o.BatchSize}
	if inMemory {
		d = arrays
		if err := arrays.Check(); err != nil {
			return err
		}
	}
	f.epochs = data.Epochs{Data: d, Options: opt, StepsPerEpoch: o.StepsPerEpoch, Logger: cmp.Or(o.Logger, slog.Default())}
	f.seek()
	if f.first, err = f.epochs.Peek(ctx); err != nil {
		return err
	}
	if err := f.checkValidation(); err != nil {
		return fmt.Errorf("ValidationData: %w", err)
	}
	return f.m.prepare(d, f.first)
}

// checkValidation checks arrays for validation, so that a mistake is known before an
// epoch has passed.
func (f *fitting) checkValidation() error {
	a, ok := f.validation.(*data.Arrays)
	if !ok {
		return nil
	}
	if err := errors.Join(a.Check(), f.m.buildFor(f.first)); err != nil {
		return err
	}
	if err := f.m.checkTargets(data.Batch(*a)); err != nil {
		return err
	}
	return f.m.checkIndices(data.Batch(*a))
}

// ordered returns data by names in the order of the model's inputs and outputs.
func (m *Model) ordered(d data.Dataset) (data.Dataset, error) {
	o, ok := d.(data.Orderer)
	if !ok || isNilPointer(d) {
		return d, nil
	}
	if err := m.Build(nil); err != nil {
		return nil, err
	}
	return o.Order(m.inputKeys(), m.outputKeys())
}

// check returns all that is wrong with the options.
func (o *FitOptions) check() error {
	var errs []error
	atLeast := func(name string, value, least int) {
		if value < least {
			errs = append(errs, fmt.Errorf("%s: received %d, expected at least %d", name, value, least))
		}
	}
	atLeast("BatchSize", o.BatchSize, 0)
	atLeast("Epochs", o.Epochs, 0)
	atLeast("InitialEpoch", o.InitialEpoch, 0)
	atLeast("StepsPerEpoch", o.StepsPerEpoch, 0)
	atLeast("ValidationSteps", o.ValidationSteps, 0)
	atLeast("ValidationBatchSize", o.ValidationBatchSize, 0)
	atLeast("ValidationFreq", o.ValidationFreq, 0)
	if v := o.Verbose; v != nil && (*v < 0 || *v > 2) {
		errs = append(errs, fmt.Errorf("Verbose: received %d, expected 0, 1 or 2", *v))
	}
	return errors.Join(errs...)
}

// run trains: keras.md 2.3 has the order of what happens.
func (f *fitting) run(ctx context.Context) error {
	m := f.m
	if err := f.list.OnTrainBegin(nil); err != nil {
		return err
	}
	var failed error
	for epoch := f.from; epoch < f.last && !m.stop.Load() && failed == nil; epoch++ {
		if f.done == 0 {
			m.compiled.resetMetrics()
		}
		if failed = f.outside(func() error { return f.list.OnEpochBegin(epoch, nil) }); failed == nil {
			failed = f.epoch(ctx, epoch)
		}
	}
	if failed == nil {
		m.weights.Lock()
		failed = optimizers.Finalize(m.compiled.options.Optimizer)
		m.weights.Unlock()
	}
	if failed != nil {
		f.list.Cut()
	}
	// Callbacks see the end in any case: they may have weights to restore.
	return errors.Join(failed, f.outside(func() error { return f.list.OnTrainEnd(f.logs) }))
}

// outside runs callbacks that may evaluate the model themselves.
func (f *fitting) outside(hook func() error) error {
	f.m.verb.Unlock()
	defer f.m.verb.Lock()
	return hook()
}

// epoch trains for one epoch, validates, and tells the callbacks. An epoch that
// an error or the end of ctx has cut short is told too, with what it has.
func (f *fitting) epoch(ctx context.Context, epoch int) error {
	m, i := f.m, f.done
	f.done = 0
	failed := func() error {
		for b, err := range f.epochs.Epoch(ctx) {
			if err != nil {
				return err
			}
			if err := f.list.OnTrainBatchBegin(i, nil); err != nil {
				return err
			}
			if err := m.trainStep(b, f.batch); err != nil {
				return fmt.Errorf("Fit: epoch %d, batch %d: %w", epoch+1, i, err)
			}
			if err := f.list.OnTrainBatchEnd(i, f.batch); err != nil {
				return err
			}
			if i++; m.stop.Load() {
				return nil
			}
		}
		return nil
	}()
	if i == 0 {
		return failed
	}
	if failed == nil {
		f.count()
	}
	logs := maps.Clone(f.batch)
	if failed == nil && f.validation != nil && (epoch+1)%max(f.options.ValidationFreq, 1) == 0 {
		var results Results
		results, failed = m.evaluate(ctx, f.validation, EvaluateOptions{
			BatchSize: f.validationBatch(), Steps: f.options.ValidationSteps,
		}, f.list)
		if failed == nil { // a part says nothing about the whole
			for _, r := range results {
				logs["val_"+r.Name] = r.Value
			}
		}
	}
	if failed != nil {
		f.list.Cut()
	}
	f.logs = logs
	return errors.Join(failed, f.outside(func() error { return f.list.OnEpochEnd(epoch, logs) }))
}

func (f *fitting) validationBatch() int {
	if n := f.options.ValidationBatchSize; n > 0 {
		return n
	}
	return f.options.BatchSize
}

// prepare builds what depends on the kind of data, given a first batch, and checks
// it: the samples of arrays all at once, so that an error tells their places.
func (m *Model) prepare(d data.Dataset, b data.Batch) error {
	if err := m.buildFor(b); err != nil {
		return err
	}
	c := m.compiled
	if c.trainable == nil {
		if err := m.prepareOptimizer(); err != nil {
			return err
		}
	}
	if a, ok := d.(*data.Arrays); ok {
		if err := m.checkTargets(data.Batch(*a)); err != nil {
			return err
		}
		if err := m.checkIndices(data.Batch(*a)); err != nil {
			return err
		}
	}
	if err := m.checkTargets(b); err != nil || c.built {
		return err
	}
	if err := m.buildMetrics(b); err != nil {
		return err
	}
	c.built = true
	return nil
}

// trainStep takes one training step and puts the averages so far into logs.
func (m *Model) trainStep(b data.Batch, logs callbacks.Logs) error {
	p, err := m.reporting(&m.compiled.train, b, m.traceTrain)
	if err != nil {
		return err
	}
	m.weights.Lock()
	defer m.weights.Unlock()
	return m.runStep(p, b, logs)
}

// reporting returns the program of a verb for a batch. The batch is checked when
// its kind is new; its labels and indices always.
func (m *Model) reporting(cache *programs, b data.Batch, trace func(data.Batch) (*program, error)) (*program, error) {
	p := cache.find(b)
	if p == nil {
		err := m.checkTargets(b)
		if err == nil {
			p, err = trace(b)
		}
		if err != nil {
			return nil, fmt.Errorf("model %q: %w", layers.NameOf(m), err)
		}
		cache.add(p)
	}
	if err := m.checkIndices(b); err != nil {
		return nil, err
	}
	return p, m.checkLabels(b)
}

// runStep runs a step's program.
func (m *Model) runStep(p *program, b data.Batch, logs callbacks.Logs) error {
	c := m.compiled
	c.in = append(append(append(c.in[:0], b.X...), b.Y...), b.SampleWeight...)
	err := p.run.Run(c.in, p.out)
	clear(c.in)
	if err != nil {
		return err
	}
	for i, name := range p.names {
		logs[name] = scalarOf(p.out[i])
	}
	return nil
}
