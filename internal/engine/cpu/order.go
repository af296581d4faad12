package cpu

import (
	"github.com/gokeras/keras/internal/prim"
	"github.com/gokeras/keras/tensor"
)

var (
	_ = Bind(func(p prim.ArgMax, u Use) []Loop {
		switch u.In[0].DType {
		case tensor.Float32:
			return largest[float32](p, u)
		case tensor.Int32:
			return largest[int32](p, u)
		}
		return nil
	})
	_ = Bind(func(p prim.ArgSort, u Use) []Loop {
		switch u.In[0].DType {
		case tensor.Float32:
			return sorted[float32](p, u)
		case tensor.Int32:
			return sorted[int32](p, u)
		}
		return nil
	})
)

// largest returns the loop of an argmax: some lines in a part.
func largest[T float32 | int32](p prim.ArgMax, u Use) []Loop {
	a := newAlong(u.In[0].Shape, p.Axis, 0)
	return eachLine(a, 2*u.In[0].Size(), func(m *Memory, lo, hi int) {
		x, z := tensor.Data[T](m.Array(u.X[0])), tensor.Data[int32](m.Array(u.Z[0]))
		for line := lo; line < hi; line++ {
			at := line/a.inner*a.n*a.inner + line%a.inner
			best, place := x[at], 0
			for i := 1; i < a.n && best == best; i++ {
				at += a.inner
				if v := x[at]; v > best || v != v {
					best, place = v, i
				}
			}
			z[line] = int32(place)
		}
	})
}

// sorted returns the loop of an argsort: some lines in a part.
func sorted[T float32 | int32](p prim.ArgSort, u Use) []Loop {
	a := newAlong(u.In[0].Shape, p.Axis, 0)
	return eachLine(a, 100*u.In[0].Size(), func(m *Memory, lo, hi int) {
		x, z := tensor.Data[T](m.Array(u.X[0])), tensor.Data[int32](m.Array(u.Z[0]))
		for line := lo; line < hi; line++ {
			at := line/a.inner*a.n*a.inner + line%a.inner
			prim.SortPlaces(z[at:], x[at:], a.n, a.inner)
		}
	})
}

// eachLine returns a loop over the lines along an axis, some thousand elements in a part.
func eachLine(a along, work int, run func(m *Memory, lo, hi int)) []Loop {
	n := a.outer * a.inner
	step := max(pickedRows/max(a.n, 1), 1)
	return []Loop{{
		Parts: (n + step - 1) / step, Work: work,
		Run: func(m *Memory, lo, hi int) { run(m, lo*step, min(hi*step, n)) },
	}}
}
