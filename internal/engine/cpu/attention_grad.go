package cpu

import (
	"math"

	"github.com/gokeras/keras/internal/engine/cpu/gemm"
	"github.com/gokeras/keras/internal/prim"
	"github.com/gokeras/keras/tensor"
)

var _ = Bind(func(o prim.AttentionGrad, u Use) []Loop {
	if u.Out[0].DType != tensor.Float32 || u.Out[0].Size() == 0 {
		return nil
	}
	last := len(u.X) - 3
	f := &attendGrad{
		attention: newAttention(prim.Attention(o), u), logs: u.X[last], dz: u.X[last+1], means: u.X[last+2],
		dq: u.Z[0], dk: u.Z[1], dv: u.Z[2],
	}
	f.lens = [...]int{
		gemm.PackedLen(f.N, f.S), gemm.PackedLen(f.M, f.S), gemm.PackedLen(f.S, f.N),
		gemm.PackedLen(queries, f.N), gemm.PackedLen(queries, f.M), queries * f.S, queries * f.S, f.drops(), gemm.ScratchLen(),
	}
	scratch := 0
	for _, n := range f.lens {
		scratch += n
	}
	return []Loop{{Parts: f.Batch * f.Groups, Work: f.products(5), Scratch: scratch, Run: f.run}}
})

// attendGrad computes the gradients of attention. A part is one group of one batch.
type attendGrad struct {
	attention
	logs, dz, means, dq, dk, dv int
	lens                        [9]int // of the arrays in attendScratch
}

// attendScratch is what a worker needs: kᵀ, vᵀ, k, some queries and their gradients,
// packed; their scores and the gradients of these; and what drop needs.
type attendScratch struct{ kt, vt, k, q, dz, s, ds, drops, tile []float32 }

func (f *attendGrad) scratch(m *Memory) attendScratch {
	var x attendScratch
	rest := m.Scratch
	for i, to := range []*[]float32{&x.kt, &x.vt, &x.k, &x.q, &x.dz, &x.s, &x.ds, &x.drops, &x.tile} {
		*to, rest = rest[:f.lens[i]], rest[f.lens[i]:]
	}
	return x
}

func (f *attendGrad) run(m *Memory, lo, hi int) {
	x := f.scratch(m)
	for ; lo < hi; lo++ {
		b, g := lo/f.Groups, lo%f.Groups
		rowK, rowV := f.Groups*f.N, f.Groups*f.M
		k, v := f.key(b, g, f.N), f.key(b, g, f.M)
		f.packKeys(m, x.kt, b, g)
		gemm.Pack(x.vt, m.Floats(f.v)[v:], 1, rowV, f.M, f.S, 0, gemm.Panels(f.S))
		gemm.Pack(x.k, m.Floats(f.k)[k:], rowK, 1, f.S, f.N, 0, gemm.Panels(f.N))
		dk, dv := m.Floats(f.dk)[k:], m.Floats(f.dv)[v:]
		fresh := true
		for h := g * (f.Heads / f.Groups); h < (g+1)*(f.Heads/f.Groups); h++ {
			for t := 0; t < f.T; t += queries {
				f.block(m, &x, b, h, t, min(queries, f.T-t), dk, dv, fresh)
				fresh = false
			}
		}
		for s := range f.S {
			row := dk[s*rowK:][:f.N]
			mulScalar(row, row, f.scale)
		}
	}
}

// block adds what n queries from t on give to dk, without the scale, and to dv, and
// computes dq. If fresh is set dk and dv hold nothing yet.
func (f *attendGrad) block(m *Memory, x *attendScratch, b, h, t, n int, dk, dv []float32, fresh bool) {
	rowQ, rowZ := f.Heads*f.N, f.Heads*f.M
	at := f.query(b, t, h, f.N)
	q, dq := m.Floats(f.q)[at:], m.Floats(f.dq)[at:]
	dz := m.Floats(f.dz)[f.query(b, t, h, f.M):]
	at = f.query(b, t, h, 1)
	logs, means := m.Floats(f.logs)[at:], m.Floats(f.means)[at:]
	s, ds := x.s[:n*f.S], x.ds[:n*f.S]

	gemm.Mul(s, f.S, q, rowQ, 1, x.kt, n, f.S, f.N, 0, gemm.Panels(f.S), 0, n, x.tile)
	f.hide(m, s, b, h, t)
	gemm.Mul(ds, f.S, dz, rowZ, 1, x.vt, n, f.S, f.M, 0, gemm.Panels(f.S), 0, n, x.tile)
	f.drop(m, ds, b, h, t, x.drops)
	for i := range n {
		log := logs[i*f.Heads]
		row, drow := s[i*f.S:][:f.S], ds[i*f.S:][:f.S]
		if log == minusInf {
			if fill(row, -float32(math.Log(float64(f.S)))); f.zeros {
				fill(row, minusInf)
			}
			clear(drow)
			continue
		}
		addScalar(row, row, -log)
		addScalar(drow, drow, -means[i*f.Heads])
	}
	exp(s, s)
	mulTo(ds, ds, s)
	f.drop(m, s, b, h, t, x.drops)

	gemm.Mul(dq, rowQ, ds, f.S, 1, x.k, n, f.N, f.S, 0, gemm.Panels(f.N), 0, n, x.tile)
	for i := range n {
		row := dq[i*rowQ:][:f.N]
		mulScalar(row, row, f.scale)
	}
	add := gemm.MulAdd
	if fresh {
		add = gemm.Mul
	}
	gemm.Pack(x.q, q, rowQ, 1, n, f.N, 0, gemm.Panels(f.N))
	add(dk, f.Groups*f.N, ds, 1, f.S, x.q, f.S, f.N, n, 0, gemm.Panels(f.N), 0, f.S, x.tile)
	gemm.Pack(x.dz, dz, rowZ, 1, n, f.M, 0, gemm.Panels(f.M))
	add(dv, f.Groups*f.M, s, 1, f.S, x.dz, f.S, f.M, n, 0, gemm.Panels(f.M), 0, f.S, x.tile)
}
