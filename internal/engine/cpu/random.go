package cpu

import (
	"github.com/gokeras/keras/internal/prim"
	"github.com/gokeras/keras/tensor"
)

// draws is the number of random numbers in a part. One takes as long as some ten
// additions.
const draws = 4096

var _ = Bind(func(_ prim.RandomUniform, u Use) []Loop {
	n := u.Out[0].Size()
	return []Loop{{
		Parts: (n + draws - 1) / draws, Work: 100 * n,
		Run: func(m *Memory, lo, hi int) {
			at := lo * draws
			prim.Uniform(m.Floats(u.Z[0])[at:min(hi*draws, n)], prim.Key(m.Array(u.X[0])), at)
		},
	}}
})

var _ = Bind(func(p prim.Dropout, u Use) []Loop {
	if u.Out[0].DType != tensor.Float32 {
		return nil
	}
	n := u.Out[0].Size()
	return []Loop{{
		Parts: (n + draws - 1) / draws, Work: 100 * n,
		Run: func(m *Memory, lo, hi int) {
			at, end := lo*draws, min(hi*draws, n)
			prim.DropoutOf(p, m.Floats(u.Z[0])[at:end], m.Floats(u.X[0])[at:end], prim.Key(m.Array(u.X[1])), at)
		},
	}}
})
