package metrics

import (
	"errors"

	"github.com/gokeras/keras/internal/config"
	"github.com/gokeras/keras/ops"
)

// Func is the average of what a function gives for each sample:
//
//	&metrics.Func{Name: "largest_error", Fn: func(t *ops.Trace, yTrue, yPred *ops.Value) *ops.Value {
//		return ops.Max(ops.Absolute(ops.Subtract(yTrue, yPred)), -1)
//	}}
//
// A model that is saved holds the name only; a metric that is to be loaded again is a
// type of its own.
type Func struct {
	// Name is the metric's name in results. Default: "func".
	Name string

	// DType is the type of the state. Default: "float32".
	DType string

	// Fn returns a number for each sample, or several, of which it is the mean.
	// Required.
	Fn func(t *ops.Trace, yTrue, yPred *ops.Value) *ops.Value

	// Better says which results are better. Default: None.
	Better Direction

	state Base
}

func (f *Func) base() *Base {
	f.state.Name, f.state.DType = f.Name, f.DType
	return &f.state
}

// Build implements [Metric].
func (f *Func) Build(yTrue, yPred ops.Type) error { return f.base().Build(yTrue, yPred) }

// Update implements [Metric].
func (f *Func) Update(t *ops.Trace, yTrue, yPred, weight *ops.Value) {
	f.state.average(t, yPred, f.Fn(t, yTrue, yPred), weight)
}

// Result implements [Metric].
func (f *Func) Result(t *ops.Trace) *ops.Value { return f.state.Result(t) }

// Direction returns the field Better.
func (f *Func) Direction() Direction { return f.Better }

func (f *Func) check() error {
	if f.Fn == nil {
		return errors.New("Fn: received nil, expected a function")
	}
	return nil
}

// MarshalConfig writes the function as Keras does: its name.
func (f *Func) MarshalConfig() (any, error) {
	return config.Object{Module: "builtins", ClassName: "function", Config: NameOf(f), RegisteredName: "function"}, nil
}
