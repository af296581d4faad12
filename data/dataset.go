package data

import (
	"context"
	"iter"

	"github.com/gokeras/keras/tensor"
)

// A Dataset is where samples come from.
type Dataset interface {
	// Batches returns the batches of one pass over the data. Those who range
	// over it must not keep a batch's arrays beyond its turn. An error is the
	// last thing that it yields; when ctx is done, that is ctx's error.
	Batches(ctx context.Context, o Options) iter.Seq2[Batch, error]

	// Steps returns the number of batches of a pass, or -1 if it isn't known.
	Steps(batchSize int) int
}

// A Permuter draws orders: Perm returns the numbers from 0 to n-1 in one.
// A random generator is one.
type Permuter interface{ Perm(n int) []int }

// Options says how samples are put into batches.
type Options struct {
	// BatchSize is the number of samples of a batch. The last of a pass may
	// have fewer. A [Func] makes batches of its own size. Default: 32.
	BatchSize int

	// Shuffle draws another order of the samples for each pass. A [Func] has
	// an order of its own. Default: the order of the data.
	Shuffle Permuter

	// WithinBatches leaves each sample in its batch when shuffling, as
	// shuffle="batch" does in Keras. Default: false.
	WithinBatches bool

	// Types is what the elements of arrays are converted to. Default: nothing.
	Types Types

	// Into returns the arrays that so many samples are put in. It stands above
	// Types: elements are converted to the types of these arrays. It must
	// return an array for each one of the data. Default: arrays that are made
	// once and used for each batch.
	Into func(samples int) Batch

	buffers *buffers
}

// Types has element types of arrays, by their places in a [Batch]. Places that
// it doesn't have keep their type.
type Types struct{ X, Y, SampleWeight []tensor.DType }

func (o Options) batchSize() int {
	if o.BatchSize > 0 {
		return o.BatchSize
	}
	return 32
}
