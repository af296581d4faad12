// Package losses holds the losses: how far predictions are from the truth.
//
// A loss is a pointer to a struct, such as &losses.MeanSquaredError{}, or the
// name of one, such as losses.Name("mse"). It is computed in two steps. Call gives
// the loss of every sample; [Compute] weights these and reduces them to one number.
//
// A loss of one's own is a struct that embeds [Base] and has a method Call, or a
// function: see [Func].
package losses

import (
	"github.com/gokeras/keras/internal/config"
	"github.com/gokeras/keras/ops"
)

// epsilon is the small number, 1e-7, that keeps losses away from log(0) and from
// divisions by 0.
const epsilon = 1e-7

// A Loss measures how far predictions are from the truth. A type becomes one by
// embedding [Base].
type Loss interface {
	// Call returns the loss of each sample. Of predictions [..., n] it is [...]:
	// the last axis is gone. Both arguments are of the loss's type; where the
	// shape of one ended in an axis of size 1 that the other lacked, they have
	// the same number of axes.
	Call(t *ops.Trace, yTrue, yPred *ops.Value) *ops.Value

	base() *Base
}

// Base is what all losses have in common. A struct that embeds it, and has a
// method Call, is a [Loss].
type Base struct {
	// Name is the loss's name in messages.
	// Default: the name of the type in snake case, such as "mean_squared_error".
	Name string `json:"name"`

	// Reduction says how the losses of samples become one number.
	// Default: SumOverBatchSize.
	Reduction Reduction `json:"reduction" keras:"default=sum_over_batch_size;null=none"`

	// DType is the type that the loss is computed in: "float32" or "float64".
	// Default: "float32".
	DType string `json:"dtype" keras:"default=float32;plain"`
}

func (b *Base) base() *Base { return b }

// A Reduction says how the losses of the samples become one number.
type Reduction string

// The reductions. Of losses v and weights w, each of them a number for every
// element that a loss gives a value for; without weights, w is 1.
const (
	// SumOverBatchSize is Σvw / n for n elements: weights don't change the divisor.
	SumOverBatchSize Reduction = "sum_over_batch_size"

	// Mean is another name of SumOverBatchSize.
	Mean Reduction = "mean"

	// MeanWithSampleWeight is Σvw / Σw, and 0 if that is 0/0.
	MeanWithSampleWeight Reduction = "mean_with_sample_weight"

	// Sum is Σvw.
	Sum Reduction = "sum"

	// None leaves the vw as they are.
	None Reduction = "none"
)

func register[T any](aliases ...string) bool {
	return config.Register[T]("keras.losses", aliases...)
}

// or returns *p, or the default if p is nil.
func or[T any](p *T, def T) T {
	if p == nil {
		return def
	}
	return *p
}
