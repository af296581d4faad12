package losses

import (
	"github.com/gokeras/keras/internal/config"
	"github.com/gokeras/keras/ops"
)

// Func is a loss given by a function:
//
//	&losses.Func{Name: "cubed_error", Fn: func(t *ops.Trace, yTrue, yPred *ops.Value) *ops.Value {
//		d := ops.Absolute(ops.Subtract(yTrue, yPred))
//		return ops.Mean(ops.Multiply(d, ops.Square(d)), -1)
//	}}
//
// A model that is saved holds the name only; a loss that is to be loaded again is
// a type of its own.
type Func struct {
	// Name is the loss's name. Default: "func".
	Name string

	// Reduction says how the losses of samples become one number.
	// Default: SumOverBatchSize.
	Reduction Reduction

	// DType is the type that the loss is computed in. Default: "float32".
	DType string

	// Fn returns the loss of each sample, as [Loss] Call does. Required.
	Fn func(t *ops.Trace, yTrue, yPred *ops.Value) *ops.Value
}

// Call implements [Loss].
func (f *Func) Call(t *ops.Trace, yTrue, yPred *ops.Value) *ops.Value {
	return f.Fn(t, yTrue, yPred)
}

func (f *Func) base() *Base { return &Base{Name: f.Name, Reduction: f.Reduction, DType: f.DType} }

func (f *Func) check() []error {
	if f.Fn == nil {
		return []error{errNoFn}
	}
	return nil
}

// MarshalConfig writes the function as Keras does: its name.
func (f *Func) MarshalConfig() (any, error) {
	return config.Object{Module: "builtins", ClassName: "function", Config: NameOf(f), RegisteredName: "function"}, nil
}
