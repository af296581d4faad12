package cpu

import (
	"math"

	"github.com/gokeras/keras/internal/engine/cpu/vec"
	"github.com/gokeras/keras/internal/prim"
	"github.com/gokeras/keras/tensor"
)

var _ = Bind(func(p prim.Gather, u Use) []Loop {
	if u.Out[0].DType != tensor.Float32 {
		return nil
	}
	x := u.In[0].Shape
	n, size, inner := u.In[1].Size(), x[p.Axis], x[p.Axis+1:].Size()
	rows := x[:p.Axis].Size() * n
	step := max(pickedRows/max(inner, 1), 1)
	absent := float32(math.NaN())
	if p.Zero {
		absent = 0
	}
	return []Loop{{
		Parts: (rows + step - 1) / step, Work: 4*u.Out[0].Size() + 8*rows,
		Run: func(m *Memory, lo, hi int) {
			x, z, idx := m.Floats(u.X[0]), m.Floats(u.Z[0]), tensor.Data[int32](m.Array(u.X[1]))
			for r := lo * step; r < min(hi*step, rows); r++ {
				to := z[r*inner:][:inner]
				if at := prim.FromEnd(idx[r%n], size); at >= 0 {
					copy(to, x[(r/n*size+int(at))*inner:])
				} else {
					fill(to, absent)
				}
			}
		},
	}}
})

var fill = vec.Fill.Best()

var (
	_ = Bind(func(p prim.ScatterAdd, u Use) []Loop { return scatter(u, p.Axis, 0, vec.AddTo.Best()) })
	_ = Bind(func(p prim.ScatterMax, u Use) []Loop {
		return scatter(u, p.Axis, float32(math.Inf(-1)), onto(vec.Max.Best()))
	})
)

// scattered is the number of places that one part looks after, at least.
const scattered = 512

// scatter returns the loop of a primitive that takes slices into places that hold
// first. A part is some places: it goes through all indices and takes what goes
// there, in order.
func scatter(u Use, axis int, first float32, take vec.Unary) []Loop {
	if u.Out[0].DType != tensor.Float32 {
		return nil
	}
	n, size, inner := u.In[1].Size(), u.Out[0].Shape[axis], u.Out[0].Shape[axis+1:].Size()
	step := max(scattered, (size+15)/16)
	parts := (size + step - 1) / step
	outer := u.Out[0].Shape[:axis].Size()
	return []Loop{{
		Parts: outer * parts, Work: u.Out[0].Size() + 4*u.In[0].Size() + outer*parts*n,
		Run: func(m *Memory, lo, hi int) {
			x, z, idx := m.Floats(u.X[0]), m.Floats(u.Z[0]), tensor.Data[int32](m.Array(u.X[1]))
			for ; lo < hi; lo++ {
				o, begin := lo/parts, lo%parts*step
				end := min(begin+step, size)
				fill(z[(o*size+begin)*inner:(o*size+end)*inner], first)
				for i, p := range idx {
					if at := int(prim.FromEnd(p, size)); at >= begin && at < end {
						take(z[(o*size+at)*inner:][:inner], x[(o*n+i)*inner:])
					}
				}
			}
		},
	}}
}
