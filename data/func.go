package data

import (
	"context"
	"errors"
	"iter"

	"github.com/gokeras/keras/tensor"
)

// Func is a data set that is made as it is needed: each call returns the
// batches of another pass. The sizes of the batches and their order are its
// own; so are their arrays, which it may use again.
type Func func() iter.Seq2[Batch, error]

// Steps implements [Dataset]: it isn't known before a pass is over.
func (f Func) Steps(int) int { return -1 }

// Batches implements [Dataset].
func (f Func) Batches(ctx context.Context, o Options) iter.Seq2[Batch, error] {
	return func(yield func(Batch, error) bool) {
		buf := o.buffers
		if buf == nil {
			buf = new(buffers)
		}
		if f == nil {
			yield(Batch{}, errors.New("data: Func: received nil, expected a function"))
			return
		}
		batches := f()
		if batches == nil {
			yield(Batch{}, errors.New("data: Func: received nil from the function, expected batches"))
			return
		}
		for b, err := range batches {
			if err == nil {
				err = ctx.Err()
			}
			if err == nil {
				b, err = buf.adopt(&o, b)
			}
			if err != nil {
				b = Batch{}
			}
			if !yield(b, err) || err != nil {
				return
			}
		}
	}
}

// adopt returns a batch from outside in the types that are asked for: b
// itself if it has them.
func (b *buffers) adopt(o *Options, in Batch) (Batch, error) {
	if err := in.Check(); err != nil {
		return in, err
	}
	in = in.spread()
	if o.Into == nil && has(in.X, o.Types.X) && has(in.Y, o.Types.Y) && has(in.SampleWeight, o.Types.SampleWeight) {
		return in, nil
	}
	return b.gather(o, in, b.upTo(in.Len()))
}

func has(list []*tensor.Tensor, types []tensor.DType) bool {
	for i, t := range list {
		if t != nil && wanted(t, types, i) != t.DType() {
			return false
		}
	}
	return true
}
