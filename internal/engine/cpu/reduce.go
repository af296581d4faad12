package cpu

import (
	"github.com/gokeras/keras/internal/engine/cpu/vec"
	"github.com/gokeras/keras/internal/plan"
	"github.com/gokeras/keras/internal/prim"
	"github.com/gokeras/keras/tensor"
)

var (
	_ = Bind(func(_ prim.ReduceSum, u Use) []Loop { return wide(u, vec.AddTo.Best()) })
	_ = Bind(func(_ prim.ReduceMax, u Use) []Loop { return wide(u, onto(vec.Max.Best())) })
	_ = Bind(func(_ prim.ReduceMin, u Use) []Loop { return wide(u, onto(vec.Min.Best())) })
)

func onto(f vec.Binary) vec.Unary { return func(dst, a []float32) { f(dst, dst, a) } }

// wide returns the loop of a reduction whose rows are too wide for a group: some
// columns after the other. add takes a row into the result.
func wide(u Use, add vec.Unary) []Loop {
	r := plan.ReductionOf(u.Node)
	if u.Out[0].DType != tensor.Float32 || u.In[0].Size() == 0 {
		return nil
	}
	parts := (r.Inner + columns - 1) / columns
	return []Loop{{
		Parts: r.Outer * parts, Work: 2 * u.In[0].Size(),
		Run: func(m *Memory, lo, hi int) {
			for ; lo < hi; lo++ {
				o, first := lo/parts, lo%parts*columns
				last := min(first+columns, r.Inner)
				x := m.Floats(u.X[0])[o*r.N*r.Inner:]
				z := m.Floats(u.Z[0])[o*r.Inner+first : o*r.Inner+last]
				copy(z, x[first:last])
				for i := 1; i < r.N; i++ {
					add(z, x[i*r.Inner+first:i*r.Inner+last])
				}
			}
		},
	}}
}
