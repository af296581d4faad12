package cpu

import (
	"github.com/gokeras/keras/internal/prim"
	"github.com/gokeras/keras/tensor"
)

var _ = Bind(func(p prim.CumSum, u Use) []Loop {
	switch u.Out[0].DType {
	case tensor.Float32:
		return running[float32](p, u)
	case tensor.Int32:
		return running[int32](p, u)
	}
	return nil
})

// running returns the loop of a running sum. A part is some columns of one of the outer
// places.
func running[T float32 | int32](p prim.CumSum, u Use) []Loop {
	a := newAlong(u.In[0].Shape, p.Axis, 0)
	parts := (a.inner + columns - 1) / columns
	return []Loop{{
		Parts: a.outer * parts, Work: 2 * u.In[0].Size(),
		Run: func(m *Memory, lo, hi int) {
			x, z := tensor.Data[T](m.Array(u.X[0])), tensor.Data[T](m.Array(u.Z[0]))
			for ; lo < hi; lo++ {
				o, first := lo/parts, lo%parts*columns
				width := min(columns, a.inner-first)
				at, step := o*a.n*a.inner+first, a.inner
				if p.Reverse {
					at, step = at+(a.n-1)*a.inner, -a.inner
				}
				if width == 1 {
					sum := T(0)
					for range a.n {
						sum += x[at]
						z[at] = sum
						at += step
					}
					continue
				}
				copy(z[at:at+width], x[at:at+width])
				for range a.n - 1 {
					last := z[at : at+width]
					at += step
					to, from := z[at:at+width], x[at:at+width]
					for i, v := range from {
						to[i] = v + last[i]
					}
				}
			}
		},
	}}
}
