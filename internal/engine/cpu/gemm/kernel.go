package gemm

import "fmt"

// A Kernel is one implementation of the package's functions.
type Kernel struct {
	width int // columns of a panel
	rows  int // largest number of rows of a tile
	// tile sets rows×width elements of C to the product of rows of A and one
	// panel of B; with add it adds the product to them.
	tile func(rows int, s steps, a, b, c []float32, ldc int, add bool)
	// outer is tile for a single product, and any number of rows.
	outer func(rows int, a []float32, aRow int, b, c []float32, ldc int)
	// transpose sets dst[i*dstRow+j] = src[j*srcCol+i] for i < 8*n, j < 8.
	transpose func(dst []float32, dstRow int, src []float32, srcCol, n int)
	// dots sets dst[i], for i < 8, to the product of row i of panels that lie panel
	// floats apart, and of x, which has as many elements as panels whole ones.
	dots func(dst, b []float32, panel, panels int, x []float32)
	// dotsAdd adds to dst[i], for i < 8, the product of the first columns of row i of a
	// panel and of x, which has less elements than a panel columns.
	dotsAdd func(dst, b, x []float32)
}

// steps say where the numbers lie that are multiplied: in runs of k, of which there
// are at least one of at least one. Number l of run r is, for row i of A, element
// i*aRow + l*aK + r*aRun of it, and a row of B from l*bK + r*bRun on.
type steps struct{ runs, k, aRow, aK, aRun, bK, bRun int }

const (
	// depth bounds the number of products in one call of a tile: no call takes
	// more than some ten microseconds, so that the runtime can always preempt.
	depth = 1024
	// block is the number of floats of A that are used against all panels
	// before the next ones are: they stay in the second-level cache.
	block = 1 << 16
)

// PanelWidth is the package's PanelWidth for this kernel.
func (g Kernel) PanelWidth() int { return g.width }

// Panels is the package's Panels for this kernel.
func (g Kernel) Panels(n int) int { return (n + g.width - 1) / g.width }

// PackedLen is the package's PackedLen for this kernel.
func (g Kernel) PackedLen(k, n int) int { return k * g.width * g.Panels(n) }

// ScratchLen is the package's ScratchLen for this kernel.
func (g Kernel) ScratchLen() int { return g.rows * g.width }

// Mul is the package's Mul for this kernel.
func (g Kernel) Mul(c []float32, ldc int, a []float32, aRow, aK int, packed []float32, m, n, k, panelLo, panelHi, rowLo, rowHi int, scratch []float32) {
	g.mul(c, ldc, a, aRow, aK, packed, m, n, k, panelLo, panelHi, rowLo, rowHi, scratch, false)
}

// MulAdd is the package's MulAdd for this kernel.
func (g Kernel) MulAdd(c []float32, ldc int, a []float32, aRow, aK int, packed []float32, m, n, k, panelLo, panelHi, rowLo, rowHi int, scratch []float32) {
	g.mul(c, ldc, a, aRow, aK, packed, m, n, k, panelLo, panelHi, rowLo, rowHi, scratch, true)
}

func (g Kernel) mul(c []float32, ldc int, a []float32, aRow, aK int, packed []float32, m, n, k, panelLo, panelHi, rowLo, rowHi int, scratch []float32, add bool) {
	if !(0 <= rowLo && rowLo <= rowHi && rowHi <= m && 0 <= panelLo && panelLo <= panelHi && panelHi <= g.Panels(n)) || k < 0 || ldc < 0 || aRow < 0 || aK < 0 {
		panic(fmt.Sprintf("gemm: rows [%d,%d) of %d, panels [%d,%d) of %d, k %d, strides %d, %d, %d",
			rowLo, rowHi, m, panelLo, panelHi, g.Panels(n), k, ldc, aRow, aK))
	}
	if rowLo == rowHi || panelLo == panelHi {
		return
	}
	colHi := min(panelHi*g.width, n)
	c = c[:(rowHi-1)*ldc+colHi]
	if k == 0 {
		if !add {
			for i := rowLo; i < rowHi; i++ {
				clear(c[i*ldc+panelLo*g.width : i*ldc+colHi])
			}
		}
		return
	}
	// The kernels check nothing: here is where a wrong size must stop.
	a = a[:(rowHi-1)*aRow+(k-1)*aK+1]
	packed = packed[:panelHi*k*g.width]
	scratch = scratch[:g.ScratchLen()]

	for k0 := 0; k0 < k; k0 += depth {
		kn := min(depth, k-k0)
		rows := max(block/kn, g.rows)
		for lo := rowLo; lo < rowHi; lo += rows {
			hi := min(lo+rows, rowHi)
			for p := panelLo; p < panelHi; p++ {
				g.panel(c[lo*ldc+p*g.width:], ldc, steps{runs: 1, k: kn, aRow: aRow, aK: aK, bK: g.width}, a[lo*aRow+k0*aK:], packed[(p*k+k0)*g.width:],
					min(g.width, n-p*g.width), hi-lo, scratch, add || k0 > 0)
			}
		}
	}
}

// panel computes rows of the cols columns of one panel, in tiles of nearly equal
// height.
func (g Kernel) panel(c []float32, ldc int, s steps, a, b []float32, cols, rows int, scratch []float32, add bool) {
	if s.runs*s.k == 1 && cols == g.width && !add {
		g.outer(rows, a, s.aRow, b, c, ldc)
		return
	}
	lo := 0
	for tiles := (rows + g.rows - 1) / g.rows; tiles > 0; tiles-- {
		n := (rows - lo + tiles - 1) / tiles
		if cols == g.width {
			g.tile(n, s, a[lo*s.aRow:], b, c[lo*ldc:], ldc, add)
		} else {
			if add {
				for i := range n {
					copy(scratch[i*g.width:][:cols], c[(lo+i)*ldc:])
				}
			}
			g.tile(n, s, a[lo*s.aRow:], b, scratch, g.width, add)
			for i := range n {
				copy(c[(lo+i)*ldc:][:cols], scratch[i*g.width:])
			}
		}
		lo += n
	}
}
