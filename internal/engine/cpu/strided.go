package cpu

import (
	"github.com/gokeras/keras/internal/graph"
	"github.com/gokeras/keras/internal/prim"
	"github.com/gokeras/keras/tensor"
)

// A comb is elements of an array that are some steps apart along each axis.
type comb struct {
	n       int
	dims    [graph.MaxRank]int // of the elements
	strides [graph.MaxRank]int // in the array
	offset  int
}

func newComb(array tensor.Shape, start, size, step graph.Dims) comb {
	c := comb{n: size.N, dims: size.D}
	stride := 1
	for i := size.N - 1; i >= 0; i-- {
		c.offset += start.D[i] * stride
		c.strides[i] = step.D[i] * stride
		stride *= array[i]
	}
	if c.n == 0 {
		c.n, c.dims[0] = 1, 1
	}
	return c
}

// row returns where a row of the elements, along the last axis, begins in the array.
func (c *comb) row(row int) int {
	at := c.offset
	for i := c.n - 2; i >= 0; i-- {
		at += row % c.dims[i] * c.strides[i]
		row /= c.dims[i]
	}
	return at
}

// loop returns the loop over the rows of the elements, of which there are size.
func (c *comb) loop(size, work int, f func(m *Memory, at, row, n, stride int)) Loop {
	wide, stride := c.dims[c.n-1], c.strides[c.n-1]
	rows := size / max(wide, 1)
	step := max(movedRows/max(wide, 1), 1)
	return Loop{
		Parts: (rows + step - 1) / step, Work: work,
		Run: func(m *Memory, lo, hi int) {
			for r := lo * step; r < min(hi*step, rows); r++ {
				f(m, c.row(r), r*wide, wide, stride)
			}
		},
	}
}

var _ = Bind(func(p prim.Strided, u Use) []Loop {
	if u.Out[0].DType != tensor.Float32 {
		return nil
	}
	c := newComb(u.In[0].Shape, p.Start, p.Size, p.Step)
	return []Loop{c.loop(u.Out[0].Size(), 2*u.Out[0].Size(), func(m *Memory, at, row, n, stride int) {
		x, z := m.Floats(u.X[0]), m.Floats(u.Z[0])[row:row+n]
		if stride == 1 {
			copy(z, x[at:])
			return
		}
		for i := range z {
			z[i] = x[at]
			at += stride
		}
	})}
})

var _ = Bind(func(p prim.Spread, u Use) []Loop {
	if u.Out[0].DType != tensor.Float32 {
		return nil
	}
	c := newComb(u.Out[0].Shape, p.Start, graph.DimsOf(u.In[0].Shape...), p.Step)
	n := u.Out[0].Size()
	parts := (n + movedRows - 1) / movedRows
	zero := Loop{Parts: parts, Work: n / 4, Run: func(m *Memory, lo, hi int) {
		clear(m.Floats(u.Z[0])[lo*movedRows : min(hi*movedRows, n)])
	}}
	return []Loop{zero, c.loop(u.In[0].Size(), 2*u.In[0].Size(), func(m *Memory, at, row, n, stride int) {
		z, x := m.Floats(u.Z[0]), m.Floats(u.X[0])[row:row+n]
		for _, v := range x {
			z[at] = v
			at += stride
		}
	})}
})
