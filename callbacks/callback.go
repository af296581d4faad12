// Package callbacks holds what watches and steers training: things that are told
// when training, testing and predicting begin and end, and every epoch and
// batch of them.
//
// A callback is a pointer to a struct whose fields are Keras's arguments. Users
// write their own by embedding [Base], which does nothing, and defining the
// hooks they need.
package callbacks

import (
	"cmp"
	"fmt"
	"io"
	"log/slog"
	"os"
)

// A Callback is told what happens while a model is trained, tested or used.
//
// Batches and epochs are counted from 0. The logs of a batch hold the values so
// far of the loss and the metrics in this epoch; those of an epoch its final
// values, and those of the validation with the prefix "val_". The logs of an
// epoch may be added to, and the callbacks that follow see it; those of a batch
// are only for reading, and only until the hook returns. Logs may be nil.
//
// An error from a hook ends training: later callbacks and hooks are not called.
type Callback interface {
	SetParams(Params)
	SetModel(Model)

	OnTrainBegin(logs Logs) error
	OnTrainEnd(logs Logs) error
	OnEpochBegin(epoch int, logs Logs) error
	OnEpochEnd(epoch int, logs Logs) error
	OnTrainBatchBegin(batch int, logs Logs) error
	OnTrainBatchEnd(batch int, logs Logs) error

	// While a model is trained the hooks for testing are called for validation.
	OnTestBegin(logs Logs) error
	OnTestEnd(logs Logs) error
	OnTestBatchBegin(batch int, logs Logs) error
	OnTestBatchEnd(batch int, logs Logs) error

	OnPredictBegin(logs Logs) error
	OnPredictEnd(logs Logs) error
	OnPredictBatchBegin(batch int, logs Logs) error
	OnPredictBatchEnd(batch int, logs Logs) error
}

// Params says how a model is trained, tested or used.
type Params struct {
	// Verbose is 0 for silence, 1 for a progress bar, 2 for a line per epoch.
	// Default: 0.
	Verbose int `json:"verbose"`

	// Epochs is the number of the last epoch, counted from 1. Default: 0.
	Epochs int `json:"epochs"`

	// Steps is the number of batches of an epoch. Default: 0, unknown.
	Steps int `json:"steps"`

	// Output is where progress and messages go. Default: os.Stdout.
	Output io.Writer `json:"-"`

	// Terminal says that Output is shown by a terminal, where a progress bar can
	// be drawn over. Default: false.
	Terminal bool `json:"-"`

	// Logger gets warnings. Default: slog.Default().
	Logger *slog.Logger `json:"-"`
}

// Base is a callback that does nothing. Every callback embeds it.
type Base struct {
	params Params
	model  Model
}

var _ Callback = (*Base)(nil)

// SetParams implements [Callback].
func (b *Base) SetParams(p Params) { b.params = p }

// SetModel implements [Callback].
func (b *Base) SetModel(m Model) { b.model = m }

// Params returns how the model is trained, tested or used.
func (b *Base) Params() Params { return b.params }

// Model returns the model that is trained, tested or used.
func (b *Base) Model() Model { return b.model }

// OnTrainBegin implements [Callback].
func (*Base) OnTrainBegin(Logs) error { return nil }

// OnTrainEnd implements [Callback].
func (*Base) OnTrainEnd(Logs) error { return nil }

// OnEpochBegin implements [Callback].
func (*Base) OnEpochBegin(int, Logs) error { return nil }

// OnEpochEnd implements [Callback].
func (*Base) OnEpochEnd(int, Logs) error { return nil }

// OnTrainBatchBegin implements [Callback].
func (*Base) OnTrainBatchBegin(int, Logs) error { return nil }

// OnTrainBatchEnd implements [Callback].
func (*Base) OnTrainBatchEnd(int, Logs) error { return nil }

// OnTestBegin implements [Callback].
func (*Base) OnTestBegin(Logs) error { return nil }

// OnTestEnd implements [Callback].
func (*Base) OnTestEnd(Logs) error { return nil }

// OnTestBatchBegin implements [Callback].
func (*Base) OnTestBatchBegin(int, Logs) error { return nil }

// OnTestBatchEnd implements [Callback].
func (*Base) OnTestBatchEnd(int, Logs) error { return nil }

// OnPredictBegin implements [Callback].
func (*Base) OnPredictBegin(Logs) error { return nil }

// OnPredictEnd implements [Callback].
func (*Base) OnPredictEnd(Logs) error { return nil }

// OnPredictBatchBegin implements [Callback].
func (*Base) OnPredictBatchBegin(int, Logs) error { return nil }

// OnPredictBatchEnd implements [Callback].
func (*Base) OnPredictBatchEnd(int, Logs) error { return nil }

// output returns where messages go.
func (b *Base) output() io.Writer {
	if b.params.Output == nil {
		return os.Stdout
	}
	return b.params.Output
}

// say prints a message if verbose is not 0.
func (b *Base) say(verbose int, format string, args ...any) error {
	if verbose == 0 {
		return nil
	}
	_, err := fmt.Fprintf(b.output(), format+"\n", args...)
	return err
}

// warn reports something that is probably a mistake.
func (b *Base) warn(format string, args ...any) {
	cmp.Or(b.params.Logger, slog.Default()).Warn(fmt.Sprintf(format, args...))
}
