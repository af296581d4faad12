package data

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"math"

	"github.com/gokeras/keras/tensor"
)

// Arrays is samples in memory. The first axis of each array goes over the
// samples, and is as long as that of the others. It is not changed by use, and
// may be used by many goroutines at once.
type Arrays Batch

// New returns arrays for a model of one input and one output. Without y, which
// is nil then, they are good for predicting.
func New(x, y *tensor.Tensor) *Arrays {
	a := &Arrays{X: []*tensor.Tensor{x}}
	if y != nil {
		a.Y = []*tensor.Tensor{y}
	}
	return a
}

// Len returns the number of samples.
func (a *Arrays) Len() int { return Batch(*a).Len() }

// Check tells what is wrong with a, as [Batch.Check] does, and whether there
// are no samples at all.
func (a *Arrays) Check() error {
	if err := Batch(*a).Check(); err != nil {
		return err
	}
	if a.Len() == 0 {
		return errors.New("data: x: received 0 samples, expected at least one")
	}
	return nil
}

// Steps implements [Dataset].
func (a *Arrays) Steps(batchSize int) int {
	size := Options{BatchSize: batchSize}.batchSize()
	return (a.Len() + size - 1) / size
}

// Batches implements [Dataset].
func (a *Arrays) Batches(ctx context.Context, o Options) iter.Seq2[Batch, error] {
	return func(yield func(Batch, error) bool) {
		if err := a.Check(); err != nil {
			yield(Batch{}, err)
			return
		}
		buf := o.buffers
		if buf == nil {
			buf = new(buffers)
		}
		src, n, size := Batch(*a).spread(), a.Len(), o.batchSize()
		order := buf.upTo(n)
		if o.Shuffle != nil && !o.WithinBatches {
			order = o.Shuffle.Perm(n)
		}
		for lo := 0; lo < n; lo += size {
			rows := order[lo:min(lo+size, n)]
			if o.Shuffle != nil && o.WithinBatches {
				rows = o.Shuffle.Perm(len(rows))
				for i := range rows {
					rows[i] += lo
				}
			}
			err := ctx.Err()
			var b Batch
			if err == nil {
				b, err = buf.gather(&o, src, rows)
			}
			if !yield(b, err) || err != nil {
				return
			}
		}
	}
}

// Split takes samples off the end, for validation: of n samples the first
// ⌊n·(1-fraction)⌋ are for training. They are not shuffled before, and not
// copied. It errs if one of the two would have none.
func (a *Arrays) Split(fraction float64) (train, validation *Arrays, err error) {
	if err := a.Check(); err != nil {
		return nil, nil, err
	}
	if !(fraction > 0 && fraction < 1) {
		return nil, nil, fmt.Errorf("data: validation_split: received %v, expected a number between 0 and 1", fraction)
	}
	n := a.Len()
	at := int(math.Floor(float64(n) * (1 - fraction)))
	if at == 0 || at == n {
		return nil, nil, fmt.Errorf("data: validation_split: received %v, but %d samples are not sufficient to split them so "+
			"into a validation and a training set; expected more samples or another fraction", fraction, n)
	}
	return a.rows(0, at), a.rows(at, n), nil
}

func (a *Arrays) rows(lo, hi int) *Arrays {
	cut := func(list []*tensor.Tensor) []*tensor.Tensor {
		out := make([]*tensor.Tensor, len(list))
		for i, t := range list {
			if t != nil {
				out[i] = t.Rows(lo, hi)
			}
		}
		return out
	}
	return &Arrays{cut(a.X), cut(a.Y), cut(a.SampleWeight)}
}

// WithWeights returns a with weights for each sample: an array for each output,
// or one of shape (n,) or (n, 1) for all of them.
func (a *Arrays) WithWeights(w ...*tensor.Tensor) *Arrays {
	b := *a
	b.SampleWeight = w
	return &b
}

// WithClassWeights returns a with weights for each sample that are those of its
// class, as by [ClassWeights]. The model must have one output, and a no weights.
func (a *Arrays) WithClassWeights(weights map[int]float64) (*Arrays, error) {
	if len(a.SampleWeight) > 0 {
		return nil, errors.New("data: class_weight: received together with sample_weight, expected one of the two")
	}
	if len(a.Y) != 1 || a.Y[0] == nil {
		return nil, fmt.Errorf("data: class_weight: received %d outputs, expected a model of a single one", len(a.Y))
	}
	w, err := ClassWeights(a.Y[0], weights)
	if err != nil {
		return nil, err
	}
	return a.WithWeights(w), nil
}
