package cpu

import (
	"github.com/gokeras/keras/internal/graph"
	"github.com/gokeras/keras/internal/prim"
	"github.com/gokeras/keras/tensor"
)

// A region is a rectangular part of an array, as rows that lie in one piece each.
type region struct {
	n       int // axes of rows
	dims    [graph.MaxRank]int
	strides [graph.MaxRank]int
	row     int // elements of a row
	offset  int
}

// newRegion returns the region of an array that begins at start and has the given
// size. Its rows are as long as the region is wide.
func newRegion(array tensor.Shape, start graph.Dims, size tensor.Shape) region {
	r := region{row: 1}
	stride, joined := 1, true
	var dims, strides []int
	for i := len(array) - 1; i >= 0; i-- {
		r.offset += start.D[i] * stride
		if joined {
			r.row *= size[i]
			joined = size[i] == array[i]
		} else {
			dims, strides = append(dims, size[i]), append(strides, stride)
		}
		stride *= array[i]
	}
	r.n = len(dims)
	for i := range dims {
		r.dims[i], r.strides[i] = dims[r.n-1-i], strides[r.n-1-i]
	}
	return r
}

// rows returns the number of rows.
func (r *region) rows() int {
	n := 1
	for _, d := range r.dims[:r.n] {
		n *= d
	}
	return n
}

// at returns where a row begins in the array.
func (r *region) at(row int) int {
	at := r.offset
	for i := r.n - 1; i > 0; i-- {
		at += row % r.dims[i] * r.strides[i]
		row /= r.dims[i]
	}
	if r.n > 0 {
		at += row * r.strides[0]
	}
	return at
}

// loop returns a loop that moves rows: some thousand elements in a part.
func (r *region) loop(move func(m *Memory, row, at int)) Loop {
	rows := r.rows()
	step := max(movedRows/max(r.row, 1), 1)
	return Loop{
		Parts: (rows + step - 1) / step, Work: rows * (r.row/4 + 16),
		Run: func(m *Memory, lo, hi int) {
			for i := lo * step; i < min(hi*step, rows); i++ {
				move(m, i*r.row, r.at(i))
			}
		},
	}
}

const movedRows = 1 << 14

// from returns the loop that copies the region of x to z.
func (r region) from(x, z int) Loop {
	return r.loop(func(m *Memory, row, at int) { copy(m.Floats(z)[row:][:r.row], m.Floats(x)[at:]) })
}

// to returns the loop that copies x to the region of z.
func (r region) to(x, z int) Loop {
	return r.loop(func(m *Memory, row, at int) { copy(m.Floats(z)[at:][:r.row], m.Floats(x)[row:]) })
}

var _ = Bind(func(p prim.Slice, u Use) []Loop {
	if u.Out[0].DType != tensor.Float32 || u.Out[0].Size() == 0 {
		return nil
	}
	return []Loop{newRegion(u.In[0].Shape, p.Start, u.Out[0].Shape).from(u.X[0], u.Z[0])}
})

var _ = Bind(func(p prim.Pad, u Use) []Loop {
	if u.Out[0].DType != tensor.Float32 || u.In[0].Size() == 0 {
		return nil
	}
	n := u.Out[0].Size()
	return []Loop{{
		Parts: (n + movedRows - 1) / movedRows, Work: n / 4,
		Run: func(m *Memory, lo, hi int) { clear(m.Floats(u.Z[0])[lo*movedRows : min(hi*movedRows, n)]) },
	}, newRegion(u.Out[0].Shape, p.Before, u.In[0].Shape).to(u.X[0], u.Z[0])}
})

var _ = Bind(func(p prim.Concat, u Use) []Loop {
	if u.Out[0].DType != tensor.Float32 {
		return nil
	}
	var loops []Loop
	start := graph.DimsOf(make([]int, len(u.Out[0].Shape))...)
	for i, x := range u.In {
		if x.Size() > 0 {
			loops = append(loops, newRegion(u.Out[0].Shape, start, x.Shape).to(u.X[i], u.Z[0]))
		}
		start.D[p.Axis] += x.Shape[p.Axis]
	}
	return loops
})
