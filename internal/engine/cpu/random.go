package cpu

import (
	"github.com/gokeras/keras/internal/engine/cpu/vec"
	"github.com/gokeras/keras/internal/prim"
	"github.com/gokeras/keras/tensor"
)

const (
	// draws is the number of random numbers in a part. One takes as long as some four
	// additions.
	draws = 1 << 14
	// drawn is how many are drawn at once: they stay in the first-level cache.
	drawn = 1 << 10
)

var (
	uniform = vec.Uniform.Best()
	atLeast = vec.GreaterEqual.Best()
	choose  = vec.Select.Best()
)

var _ = Bind(func(_ prim.RandomUniform, u Use) []Loop {
	n := u.Out[0].Size()
	return []Loop{{
		Parts: (n + draws - 1) / draws, Work: 4 * n,
		Run: func(m *Memory, lo, hi int) {
			at := lo * draws
			uniform(m.Floats(u.Z[0])[at:min(hi*draws, n)], prim.Key(m.Array(u.X[0])), uint64(at/4))
		},
	}}
})

var _ = Bind(func(p prim.Dropout, u Use) []Loop {
	if u.Out[0].DType != tensor.Float32 {
		return nil
	}
	n, scale := u.Out[0].Size(), float32(1/(1-p.Rate))
	return []Loop{{
		Parts: (n + draws - 1) / draws, Work: 8 * n, Scratch: 3 * drawn,
		Run: func(m *Memory, lo, hi int) {
			key := prim.Key(m.Array(u.X[1]))
			z, x := m.Floats(u.Z[0]), m.Floats(u.X[0])
			numbers, rates, none := m.Scratch[:drawn], m.Scratch[drawn:2*drawn], m.Scratch[2*drawn:3*drawn]
			fill(rates, float32(p.Rate))
			clear(none)
			for at, end := lo*draws, min(hi*draws, n); at < end; at += drawn {
				z, x := z[at:min(at+drawn, end)], x[at:]
				u := numbers[:len(z)]
				uniform(u, key, uint64(at/4))
				atLeast(u, u, rates)
				mulScalar(z, x, scale)
				choose(z, u, z, none)
			}
		},
	}}
})
