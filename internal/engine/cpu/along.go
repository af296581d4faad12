package cpu

import (
	"math"

	"github.com/gokeras/keras/internal/prim"
	"github.com/gokeras/keras/tensor"
)

// An along is the sizes of a pick of elements along an axis: outer times, n rows
// of inner elements are picked from or put to size rows.
type along struct{ outer, n, size, inner int }

func newAlong(picked tensor.Shape, axis, size int) along {
	a := along{outer: 1, n: picked[axis], size: size, inner: 1}
	for i, d := range picked {
		switch {
		case i < axis:
			a.outer *= d
		case i > axis:
			a.inner *= d
		}
	}
	return a
}

// pickedRows is the number of elements in a part of a pick, about.
const pickedRows = 1 << 14

var _ = Bind(func(p prim.TakeAlong, u Use) []Loop {
	if u.Out[0].DType != tensor.Float32 {
		return nil
	}
	a := newAlong(u.Out[0].Shape, p.Axis, u.In[0].Shape[p.Axis])
	rows := a.outer * a.n
	step := max(pickedRows/max(a.inner, 1), 1)
	nan := float32(math.NaN())
	return []Loop{{
		Parts: (rows + step - 1) / step, Work: 30 * u.Out[0].Size(),
		Run: func(m *Memory, lo, hi int) {
			x, z, idx := m.Floats(u.X[0]), m.Floats(u.Z[0]), tensor.Data[int32](m.Array(u.X[1]))
			for r := lo * step; r < min(hi*step, rows); r++ {
				from := x[r/a.n*a.size*a.inner:]
				to, idx := z[r*a.inner:][:a.inner], idx[r*a.inner:][:a.inner]
				for i, at := range idx {
					if uint(at) < uint(a.size) {
						to[i] = from[int(at)*a.inner+i]
					} else {
						to[i] = nan
					}
				}
			}
		},
	}}
})

// Elements that go to one place must be added in order, so that a part is all that
// goes to one of the outer places, or to some of the inner ones.
var _ = Bind(func(p prim.ScatterAlong, u Use) []Loop {
	if u.Out[0].DType != tensor.Float32 {
		return nil
	}
	a := newAlong(u.In[0].Shape, p.Axis, p.N)
	parts := (a.inner + columns - 1) / columns
	return []Loop{{
		Parts: a.outer * parts, Work: 30*u.In[0].Size() + u.Out[0].Size(),
		Run: func(m *Memory, lo, hi int) {
			x, z, idx := m.Floats(u.X[0]), m.Floats(u.Z[0]), tensor.Data[int32](m.Array(u.X[1]))
			for ; lo < hi; lo++ {
				o, first := lo/parts, lo%parts*columns
				last := min(first+columns, a.inner)
				to := z[o*a.size*a.inner:][:a.size*a.inner]
				for r := range a.size {
					clear(to[r*a.inner+first : r*a.inner+last])
				}
				for r := o * a.n; r < (o+1)*a.n; r++ {
					for i := first; i < last; i++ {
						if at := idx[r*a.inner+i]; uint(at) < uint(a.size) {
							to[int(at)*a.inner+i] += x[r*a.inner+i]
						}
					}
				}
			}
		},
	}}
})
