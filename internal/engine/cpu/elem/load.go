package elem

import (
	"github.com/gokeras/keras/internal/graph"
	"github.com/gokeras/keras/internal/prim"
	"github.com/gokeras/keras/tensor"
)

// A load brings a tile of a buffer into a register: repeated, if it has axes, and
// converted to float32.
type load struct {
	buffer  int
	dtype   tensor.DType
	dims    []int // the axes of a broadcast, joined where they can be
	strides []int // of each in the buffer, 0 where it repeats
}

// spread sets the axes of a load of what the broadcast b repeats.
func (l *load) spread(b *graph.Node) {
	op := b.Op.(prim.Broadcast)
	strides := op.Strides(b.In[0].Shape)
	for i := range op.Shape.N {
		d, s := op.Shape.D[i], strides[i]
		if d == 1 {
			continue
		}
		if k := len(l.dims) - 1; k >= 0 && l.strides[k] == s*d {
			l.dims[k] *= d
			l.strides[k] = s
			continue
		}
		l.dims, l.strides = append(l.dims, d), append(l.strides, s)
	}
}

func (l *load) run(m Memory, dst []float32, at int) {
	switch l.dtype {
	case tensor.Float32:
		src := m.Floats(l.buffer)
		if len(l.dims) == 2 && l.strides[0] == 0 {
			repeat(dst, src[:l.dims[1]], at)
			return
		}
		if len(l.dims) == 2 && l.strides[0] == 1 && l.strides[1] == 0 {
			repeatEach(dst, src, l.dims[1], at)
			return
		}
		spread(l, dst, at, func(dst []float32, from int) { copy(dst, src[from:]) },
			func(dst []float32, from int) { fill(dst, src[from]) })
	case tensor.Bool:
		src := tensor.Data[bool](m.Array(l.buffer))
		if l.dims == nil {
			masks(dst, src[at:])
			return
		}
		spread(l, dst, at, func(dst []float32, from int) { masks(dst, src[from:]) },
			func(dst []float32, from int) { masks(dst[:1], src[from:]); fill(dst, dst[0]) })
	case tensor.Float64:
		converted(l, dst, tensor.Data[float64](m.Array(l.buffer)), at)
	case tensor.Int8:
		converted(l, dst, tensor.Data[int8](m.Array(l.buffer)), at)
	case tensor.Int16:
		converted(l, dst, tensor.Data[int16](m.Array(l.buffer)), at)
	case tensor.Int32:
		converted(l, dst, tensor.Data[int32](m.Array(l.buffer)), at)
	case tensor.Int64:
		converted(l, dst, tensor.Data[int64](m.Array(l.buffer)), at)
	case tensor.Uint8:
		converted(l, dst, tensor.Data[uint8](m.Array(l.buffer)), at)
	case tensor.Uint16:
		converted(l, dst, tensor.Data[uint16](m.Array(l.buffer)), at)
	case tensor.Uint32:
		converted(l, dst, tensor.Data[uint32](m.Array(l.buffer)), at)
	case tensor.Uint64:
		converted(l, dst, tensor.Data[uint64](m.Array(l.buffer)), at)
	}
}

// converted is the load of numbers of another type.
func converted[T tensor.Number](l *load, dst []float32, src []T, at int) {
	if l.dims == nil {
		convert(dst, src[at:])
		return
	}
	spread(l, dst, at, func(dst []float32, from int) { convert(dst, src[from:]) },
		func(dst []float32, from int) { fill(dst, float32(src[from])) })
}

func convert[T tensor.Number](dst []float32, src []T) {
	for i, x := range src[:len(dst)] {
		dst[i] = float32(x)
	}
}

func masks(dst []float32, src []bool) {
	for i, x := range src[:len(dst)] {
		dst[i] = 0
		if x {
			dst[i] = 1
		}
	}
}

// repeat fills dst with src again and again, beginning at place at of that.
func repeat(dst, src []float32, at int) {
	p := at % len(src)
	n := copy(dst, src[p:])
	n += copy(dst[n:], src[:p])
	for n < len(dst) {
		n += copy(dst[n:], dst[:n])
	}
}

// repeatEach fills dst with each element of src n times, beginning at place at of that.
func repeatEach(dst, src []float32, n, at int) {
	row, done := at/n, at%n
	if done > 0 {
		first := dst[:min(n-done, len(dst))]
		fill(first, src[row])
		row, dst = row+1, dst[len(first):]
	}
	rows(dst, src[row:], n)
}

// spread fills dst with the elements from at on of the broadcast, run by run
// along its last axis: row is called for those that follow each other in memory,
// same for those that are one element.
func spread(l *load, dst []float32, at int, row, same func(dst []float32, from int)) {
	var idx [graph.MaxRank]int
	last := len(l.dims) - 1
	rest, from := at, 0
	for i := last; i >= 0; i-- {
		idx[i] = rest % l.dims[i]
		rest /= l.dims[i]
		from += idx[i] * l.strides[i]
	}
	for len(dst) > 0 {
		n := min(len(dst), l.dims[last]-idx[last])
		if l.strides[last] == 0 {
			same(dst[:n], from)
		} else {
			row(dst[:n], from)
		}
		dst = dst[n:]
		from += (n - 1) * l.strides[last]
		idx[last] += n - 1
		for i := last; i >= 0; i-- {
			idx[i]++
			from += l.strides[i]
			if idx[i] < l.dims[i] {
				break
			}
			from -= idx[i] * l.strides[i]
			idx[i] = 0
		}
	}
}
