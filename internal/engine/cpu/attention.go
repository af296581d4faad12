package cpu

import (
	"math"

	"github.com/gokeras/keras/internal/engine/cpu/gemm"
	"github.com/gokeras/keras/internal/engine/cpu/vec"
	"github.com/gokeras/keras/internal/prim"
	"github.com/gokeras/keras/tensor"
)

var (
	exp       = vec.Exp.Best()
	maxOf     = vec.MaxOf.Best()
	sumOf     = vec.Sum.Best()
	addScalar = vec.AddScalar.Best()
	mulTo     = vec.Mul.Best()
)

// queries is the number of queries that are compared with all keys at once: their
// scores stay in the second-level cache.
const queries = 56

var minusInf = float32(math.Inf(-1))

// An attention is the sizes of one, and where its operands lie.
type attention struct {
	prim.AttentionSizes
	scale   float32
	causal  bool
	q, k, v int
	mask    int // -1: none
	strides [4]int
	zeros   bool
	rate    float32
	seed    int // the key of what is dropped
}

func newAttention(o prim.Attention, u Use) attention {
	a := attention{
		AttentionSizes: o.Sizes(u.In), scale: float32(o.Scale), causal: o.Causal,
		q: u.X[0], k: u.X[1], v: u.X[2], mask: -1, zeros: o.Zeros,
	}
	if o.Masked {
		a.mask, a.strides = u.X[3], prim.MaskStrides(u.In[3].Shape)
	}
	if a.rate = float32(o.Rate); o.Rate > 0 {
		a.seed = u.X[3]
		if o.Masked {
			a.seed = u.X[4]
		}
	}
	return a
}

// drops returns the number of floats that drop needs.
func (a *attention) drops() int {
	if a.rate == 0 {
		return 0
	}
	return 2 * a.S
}

// drop drops weights of queries from t on, or the gradients of these.
func (a *attention) drop(m *Memory, s []float32, b, h, t int, scratch []float32) {
	if a.rate == 0 {
		return
	}
	key, u, rates := prim.Key(m.Array(a.seed)), scratch[:a.S], scratch[a.S:2*a.S]
	for fill(rates, a.rate); len(s) > 0; s, t = s[a.S:], t+1 {
		uniform(u, key, uint64(((b*a.Heads+h)*a.T+t)*a.Blocks()))
		atLeast(u, u, rates)
		mulScalar(u, u, 1/(1-a.rate))
		mulTo(s[:a.S], s, u)
	}
}

// query returns where the query of n elements lies among all.
func (a *attention) query(b, t, h, n int) int { return ((b*a.T+t)*a.Heads + h) * n }

// key returns where the first key of n elements lies of a batch and a group.
func (a *attention) key(b, g, n int) int { return (b*a.S*a.Groups + g) * n }

// products is the work of so many products of queries and keys, or of weights and
// values.
func (a *attention) products(n int) int {
	return a.Batch * a.Heads * a.T * a.S * (n*(a.N+a.M)/2/3 + 10)
}

// packKeys packs the keys of a batch and a group, transposed and scaled.
func (a *attention) packKeys(m *Memory, to []float32, b, g int) {
	gemm.Pack(to, m.Floats(a.k)[a.key(b, g, a.N):], 1, a.Groups*a.N, a.N, a.S, 0, gemm.Panels(a.S))
	mulScalar(to, to, a.scale)
}

// hide makes the scores of queries from t on -Inf where a key isn't seen.
func (a *attention) hide(m *Memory, s []float32, b, h, t int) {
	if !a.causal && a.mask < 0 {
		return
	}
	var mask []bool
	if a.mask >= 0 {
		mask = tensor.Data[bool](m.Array(a.mask))[b*a.strides[0]+h*a.strides[1]:]
	}
	for ; len(s) > 0; s, t = s[a.S:], t+1 {
		row := s[:a.S]
		if a.causal && t+1 < a.S {
			fill(row[t+1:], minusInf)
		}
		if mask == nil {
			continue
		}
		seen := mask[t*a.strides[2]:]
		if a.strides[3] == 0 {
			if !seen[0] {
				fill(row, minusInf)
			}
			continue
		}
		for i, ok := range seen[:a.S] {
			if !ok {
				row[i] = minusInf
			}
		}
	}
}

var _ = Bind(func(o prim.Attention, u Use) []Loop {
	if u.Out[0].DType != tensor.Float32 || u.Out[0].Size() == 0 {
		return nil
	}
	f := &attend{attention: newAttention(o, u), z: u.Z[0], logs: u.Z[1]}
	f.blocks = 1
	if f.Batch*f.Heads < enough {
		f.blocks = (f.T + queries - 1) / queries
	}
	f.packedK, f.packedV = gemm.PackedLen(f.N, f.S), gemm.PackedLen(f.S, f.M)
	return []Loop{{
		Parts: f.Batch * f.Heads * f.blocks, Work: f.products(2),
		Scratch: f.packedK + f.packedV + queries*f.S + f.drops() + gemm.ScratchLen(),
		Run:     f.run,
	}}
})

// attend computes attention. A part is one head of one batch, or some of its
// queries.
type attend struct {
	attention
	z, logs          int
	blocks           int // parts of a head
	packedK, packedV int
}

func (f *attend) run(m *Memory, lo, hi int) {
	rest := m.Scratch
	k, rest := rest[:f.packedK], rest[f.packedK:]
	v, rest := rest[:f.packedV], rest[f.packedV:]
	scores, rest := rest[:queries*f.S], rest[queries*f.S:]
	drops, tile := rest[:f.drops()], rest[f.drops():]
	for ; lo < hi; lo++ {
		head, block := lo/f.blocks, lo%f.blocks
		b, h := head/f.Heads, head%f.Heads
		g := h / (f.Heads / f.Groups)
		f.packKeys(m, k, b, g)
		gemm.Pack(v, m.Floats(f.v)[f.key(b, g, f.M):], f.Groups*f.M, 1, f.S, f.M, 0, gemm.Panels(f.M))
		first, last := 0, f.T
		if f.blocks > 1 {
			first, last = block*queries, min((block+1)*queries, f.T)
		}
		for t := first; t < last; t += queries {
			n := min(queries, last-t)
			f.block(m, b, h, t, scores[:n*f.S], k, v, drops, tile)
		}
	}
}

func (f *attend) block(m *Memory, b, h, t int, s, k, v, drops, tile []float32) {
	n := len(s) / f.S
	gemm.Mul(s, f.S, m.Floats(f.q)[f.query(b, t, h, f.N):], f.Heads*f.N, 1,
		k, n, f.S, f.N, 0, gemm.Panels(f.S), 0, n, tile)
	f.hide(m, s, b, h, t)
	logs := m.Floats(f.logs)[f.query(b, t, h, 1):]
	for i := range n {
		row := s[i*f.S:][:f.S]
		top := maxOf(row)
		if logs[i*f.Heads] = top; top == minusInf {
			clear(row)
		} else {
			addScalar(row, row, -top)
		}
	}
	exp(s, s)
	var scale [queries]float32
	for i := range n {
		sum := sumOf(s[i*f.S:][:f.S])
		if logs[i*f.Heads] != minusInf {
			logs[i*f.Heads] += float32(math.Log(float64(sum)))
		}
		scale[i] = 1 / sum
	}
	f.drop(m, s, b, h, t, drops)
	z := m.Floats(f.z)[f.query(b, t, h, f.M):]
	gemm.Mul(z, f.Heads*f.M, s, f.S, 1, v, n, f.M, f.S, 0, gemm.Panels(f.M), 0, n, tile)
	for i := range n {
		row := z[i*f.Heads*f.M:][:f.M]
		if f.zeros && logs[i*f.Heads] == minusInf {
			clear(row)
		} else {
			mulScalar(row, row, scale[i])
		}
	}
}
