package cpu

import (
	"github.com/gokeras/keras/internal/engine/cpu/gemm"
	"github.com/gokeras/keras/internal/engine/cpu/vec"
)

// Products with weights that reside in panels. A line of memory that one worker has
// read costs the one that writes it next a trip between the caches, which with batches
// of some hundred rows and less is a good part of all time. So workers share out the
// panels of weights in products as they do when the weights are changed, and not the
// rows of the batch.

const (
	// shortest is the number of rows from which on a batch is shared out.
	shortest = 257
	// halves is in how many sums each element of a product with the transpose is
	// computed: one by those who have the first panels, one by the others.
	halves = 2
)

var addFloats = vec.Add.Best()

// A byColumn is a product whose panels are shared out, before a group reads it.
type byColumn struct{ *rows }

// apart tells whether the panels of resident weights are shared out, and not the rows.
func (x *product) apart() bool {
	return x.m < shortest && (x.resident && x.panels >= enough || x.turned != nil && gemm.Panels(x.k) >= 2*halves)
}

func (c byColumn) shared() int { return c.m * c.n }

func (c byColumn) before() []Loop {
	return []Loop{{
		Parts: c.panels, Work: c.work(), Scratch: gemm.ScratchLen(), Shared: c.shared(),
		Run: func(m *Memory, lo, hi int) {
			gemm.Mul(m.Shared(), c.n, m.Floats(c.x), c.xRow, c.xK, c.kept.data, c.m, c.n, c.k, lo, hi, 0, c.m, m.Scratch)
		},
	}}
}

func (c byColumn) scratch() int { return 0 }

func (c byColumn) piece(m *Memory, z []float32, p int, _ []float32) {
	copy(z, m.Shared()[p*c.block():])
}

// A sums is a product with the transpose of resident weights: sums over the panels of
// each half, which are added when a group reads them.
type sums struct{ *rows }

func (s sums) shared() int                                      { return halves * s.m * s.n }
func (s sums) before() []Loop                                   { return []Loop{s.bySums()} }
func (s sums) scratch() int                                     { return 0 }
func (s sums) piece(m *Memory, z []float32, p int, _ []float32) { s.add(m, z, p*s.block()) }

// add adds the sums of the elements from at on.
func (x *product) add(m *Memory, z []float32, at int) {
	s := m.Shared()[at:]
	addFloats(z, s[:len(z)], s[x.m*x.n:])
}

// bySums returns the loop that computes the sums.
func (x *product) bySums() Loop {
	width := gemm.PanelWidth()
	all := gemm.Panels(x.k)
	return Loop{
		Parts: halves * x.panels, Work: x.work() + 2*x.k*x.n,
		Scratch: (all+1)/halves*width*width + gemm.ScratchLen(), Shared: halves * x.m * x.n,
		Run: func(m *Memory, lo, hi int) {
			for ; lo < hi; lo++ {
				half, q := lo/x.panels, lo%x.panels
				x.sum(m, m.Shared()[half*x.m*x.n:], half*all/halves, (half+1)*all/halves, q)
			}
		},
	}
}

// sum computes panel q of the product over panels from up to to of the weights.
func (x *product) sum(m *Memory, z []float32, from, to, q int) {
	w, width := x.turned, gemm.PanelWidth()
	first := q * width
	cols, k := min(width, x.n-first), min(to*width, x.k)-from*width
	xs := m.Floats(x.x)[from*width*x.xK:]
	if x.m > few || x.xK != 1 {
		packed := m.Scratch[:k*width]
		w.transposed(packed, q, from, to)
		gemm.Mul(z[first:], x.n, xs, x.xRow, x.xK, packed, x.m, cols, k, 0, 1, 0, x.m, m.Scratch[k*width:])
		return
	}
	data := w.data[from*w.k*width:]
	for row := first; row < first+cols; row += 8 { // whose panels stay in the first-level cache
		n := min(8, first+cols-row)
		for i := range x.m {
			gemm.Dots(z[i*x.n+row:][:n], data, w.k, k, row, xs[i*x.xRow:], m.Scratch)
		}
	}
}

// added returns the loop that adds the sums.
func (x *product) added() Loop {
	const part = 1 << 13
	size := x.m * x.n
	return Loop{
		Parts: (size + part - 1) / part, Work: size, Shared: halves * size,
		Run: func(m *Memory, lo, hi int) {
			lo, hi = lo*part, min(hi*part, size)
			x.add(m, m.Floats(x.z)[lo:hi], lo)
		},
	}
}
