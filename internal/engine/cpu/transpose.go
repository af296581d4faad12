package cpu

import (
	"github.com/gokeras/keras/internal/graph"
	"github.com/gokeras/keras/internal/prim"
	"github.com/gokeras/keras/tensor"
)

var _ = Bind(func(p prim.Transpose, u Use) []Loop {
	if u.Out[0].DType != tensor.Float32 || u.Out[0].Size() == 0 {
		return nil
	}
	x := newWalk(p, u.In[0].Shape)
	return []Loop{{
		Parts: x.rows(), Work: 4 * u.Out[0].Size(),
		Run: func(m *Memory, lo, hi int) { x.run(m.Floats(u.Z[0]), m.Floats(u.X[0]), lo, hi) },
	}}
})

// A walk goes through the elements of an array in the order that a transpose wants:
// by dims, of which stride says how far apart elements lie. The last two axes make
// a matrix, which is walked by blocks that stay in the cache.
type walk struct {
	n            int
	dims, stride [graph.MaxRank]int
}

const (
	blockHigh = 16 // rows of a block
	blockWide = 64 // columns of a block
)

// newWalk returns the walk of a transpose, with axes joined that stay together.
func newWalk(p prim.Transpose, in tensor.Shape) *walk {
	var strides [graph.MaxRank]int
	for i, n := len(in)-1, 1; i >= 0; i-- {
		strides[i] = n
		n *= in[i]
	}
	w := &walk{}
	for i := range p.Perm.N {
		d, s := in[p.Perm.D[i]], strides[p.Perm.D[i]]
		if w.n > 0 && w.stride[w.n-1] == s*d {
			w.dims[w.n-1] *= d
			w.stride[w.n-1] = s
			continue
		}
		w.dims[w.n], w.stride[w.n] = d, s
		w.n++
	}
	for w.n < 2 { // a matrix of one row at least
		copy(w.dims[1:], w.dims[:w.n])
		copy(w.stride[1:], w.stride[:w.n])
		w.dims[0], w.stride[0] = 1, 0
		w.n++
	}
	return w
}

// rows returns the number of parts: strips of blockHigh rows of each matrix.
func (w *walk) rows() int {
	n := (w.dims[w.n-2] + blockHigh - 1) / blockHigh
	for _, d := range w.dims[:w.n-2] {
		n *= d
	}
	return n
}

func (w *walk) run(z, x []float32, lo, hi int) {
	high, wide := w.dims[w.n-2], w.dims[w.n-1]
	down, right := w.stride[w.n-2], w.stride[w.n-1]
	strips := (high + blockHigh - 1) / blockHigh
	for ; lo < hi; lo++ {
		matrix, first := lo/strips, lo%strips*blockHigh
		last := min(first+blockHigh, high)
		from, rest := 0, matrix
		for i := w.n - 3; i >= 0; i-- {
			from += rest % w.dims[i] * w.stride[i]
			rest /= w.dims[i]
		}
		to := z[matrix*high*wide:]
		if right == 1 {
			for r := first; r < last; r++ {
				copy(to[r*wide:(r+1)*wide], x[from+r*down:])
			}
			continue
		}
		for c := 0; c < wide; c += blockWide {
			end := min(c+blockWide, wide)
			for r := first; r < last; r++ {
				for i := c; i < end; i++ {
					to[r*wide+i] = x[from+r*down+i*right]
				}
			}
		}
	}
}
