package layers

import (
	"context"
	"fmt"
	"iter"

	"github.com/gokeras/keras/tensor"
)

// An Adapter is a layer that takes settings from data. It is to be adapted before the
// model that it is in is used, and never while it is.
type Adapter interface {
	Layer

	// Adapt takes the settings from arrays, each a batch. What an earlier call took is
	// forgotten.
	Adapt(ctx context.Context, batches ...*tensor.Tensor) error

	// AdaptAll is Adapt for any number of batches that needn't be in memory at once.
	AdaptAll(ctx context.Context, batches iter.Seq2[*tensor.Tensor, error]) error
}

// oneByOne gives arrays one after the other.
func oneByOne(batches []*tensor.Tensor) iter.Seq2[*tensor.Tensor, error] {
	return func(yield func(*tensor.Tensor, error) bool) {
		for _, b := range batches {
			if !yield(b, nil) {
				return
			}
		}
	}
}

// adapt calls f with the numbers of each batch and its shape. It returns the first error,
// also one for a batch without numbers, or if there are no batches.
func adapt(ctx context.Context, l Layer, batches iter.Seq2[*tensor.Tensor, error], f func(x []float64, shape tensor.Shape) error) error {
	if err := Validate(l); err != nil {
		return err
	}
	n := 0
	for b, err := range batches {
		switch {
		case err != nil:
		case ctx.Err() != nil:
			err = ctx.Err()
		case b == nil || b.Shape().Size() == 0:
			err = fmt.Errorf("Adapt: batch %d: received no numbers, expected some", n)
		default:
			err = f(tensor.Data[float64](b.Cast(tensor.Float64)), b.Shape())
		}
		if err != nil {
			return errorOf(l, err)
		}
		n++
	}
	if n == 0 {
		return errorOf(l, fmt.Errorf("Adapt: received no batches, expected at least one"))
	}
	return nil
}
