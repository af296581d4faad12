package cpu

import (
	"github.com/gokeras/keras/internal/engine/cpu/gemm"
	"github.com/gokeras/keras/internal/prim"
)

const (
	// fewest is the number of rows below which they are not shared out.
	fewest = 32
	// most is about how many elements of a result are computed at once: they stay in
	// the first-level cache beside what a group reads.
	most = 1 << 14
)

var _ = BindSource(func(p prim.MatMul, u Use) Source {
	x := newProduct(p, u)
	if x.batch > 1 || x.m < fewest || x.n == 0 {
		return nil
	}
	x.keep(p, u)
	r := &rows{x, rowsAtOnce(x.m, x.n)}
	switch {
	case !x.apart():
		return r
	case x.turned != nil:
		return sums{r}
	}
	return byColumn{r}
})

// rowsAtOnce returns how many of m rows are computed at once: whole tiles of a kernel
// of nearly equal height, as panel makes them, and at least four blocks.
func rowsAtOnce(m, cols int) int {
	const tallest = 14 // rows of a tile, on the widest machine
	tiles := max((m+tallest-1)/tallest, 4)
	rows := (m + tiles - 1) / tiles
	return rows * max(1, min(most/(rows*cols), tiles/4))
}

// A rows is a matrix product, some rows at a time.
type rows struct {
	*product
	atOnce int
}

func (r *rows) before() []Loop {
	if r.ready() || r.outerProduct() {
		return nil
	}
	return []Loop{r.pack()}
}

func (r *rows) shared() int {
	if r.ready() || r.outerProduct() {
		return 0
	}
	return r.packed
}

func (r *rows) block() int   { return r.atOnce * r.n }
func (r *rows) scratch() int { return gemm.ScratchLen() }

func (r *rows) piece(m *Memory, z []float32, p int, tile []float32) {
	n := len(z) / r.n
	x := m.Floats(r.x)[p*r.atOnce*r.xRow:]
	if r.outerProduct() {
		r.outer(z, x, m.Floats(r.y), n)
		return
	}
	gemm.Mul(z, r.n, x, r.xRow, r.xK, r.packedY(m), n, r.n, r.k, 0, r.panels, 0, n, tile)
}

// outerProduct tells whether the product is one of a column and a row, for which the row
// is used where it lies.
func (x *product) outerProduct() bool { return x.k == 1 && x.kept == nil && x.turned == nil }

// outer computes rows of the product of a column and a row.
func (x *product) outer(z, column, row []float32, rows int) {
	for i := range rows {
		mulScalar(z[i*x.n:][:x.n], row, column[i*x.xRow])
	}
}
