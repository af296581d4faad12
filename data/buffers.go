package data

import "github.com/gokeras/keras/tensor"

// buffers keeps the arrays that samples are gathered in, by number of samples:
// in a pass over arrays there are two, that of a full batch and that of the last.
type buffers struct {
	sets  map[int]*Batch
	order []int // 0, 1, 2 …
	moving
}

// upTo returns the numbers from 0 to n-1.
func (b *buffers) upTo(n int) []int {
	for len(b.order) < n {
		b.order = append(b.order, len(b.order))
	}
	return b.order[:n]
}

// gather returns the given rows of src, in arrays that are used again.
func (b *buffers) gather(o *Options, src Batch, rows []int) (Batch, error) {
	if o.Into != nil {
		return b.into(o.Into(len(rows)), src, rows)
	}
	set := b.sets[len(rows)]
	if set == nil {
		set = &Batch{
			make([]*tensor.Tensor, len(src.X)),
			make([]*tensor.Tensor, len(src.Y)),
			make([]*tensor.Tensor, len(src.SampleWeight)),
		}
		if b.sets == nil {
			b.sets = map[int]*Batch{}
		}
		b.sets[len(rows)] = set
	}
	set.X = fit(set.X, src.X, o.Types.X, len(rows))
	set.Y = fit(set.Y, src.Y, o.Types.Y, len(rows))
	set.SampleWeight = fit(set.SampleWeight, src.SampleWeight, o.Types.SampleWeight, len(rows))
	return b.into(*set, src, rows)
}

// fit makes sure that each array of dst takes n rows of that of src.
func fit(dst, src []*tensor.Tensor, types []tensor.DType, n int) []*tensor.Tensor {
	if len(dst) != len(src) {
		dst = make([]*tensor.Tensor, len(src))
	}
	for i, s := range src {
		d := dst[i]
		switch dt := wanted(s, types, i); {
		case s == nil:
			dst[i] = nil
		case d == nil || d.DType() != dt || !d.Shape()[1:].Equal(s.Shape()[1:]):
			shape := s.Shape().Clone()
			shape[0] = n
			dst[i] = tensor.New(dt, shape...)
		}
	}
	return dst
}

// wanted returns the type that the array at place i is to have.
func wanted(t *tensor.Tensor, types []tensor.DType, i int) tensor.DType {
	if i < len(types) {
		return types[i]
	}
	if t == nil {
		return 0
	}
	return t.DType()
}
