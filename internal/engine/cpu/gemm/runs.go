package gemm

import "fmt"

// Runs says where the operands of a product lie whose inner axis is cut into Runs
// runs of K, such as the rows of a window of an image.
//
// Number l of run r is, for row i of A, element i*ARow + l*AK + r*ARun of it. B is one
// panel: its row l of run r has PanelWidth elements from l*BK + r*BRun on, be it
// packed or not.
type Runs struct{ Runs, K, ARow, AK, ARun, BK, BRun int }

// MulRuns sets rows rows of cols columns of C = A·B, or adds the product to them.
// Element (i, j) of C is c[i*ldc+j]. It panics if an index lies outside a slice; it
// writes nothing but those elements and scratch, which has ScratchLen floats or more.
func MulRuns(c []float32, ldc int, a, b []float32, r Runs, rows, cols int, add bool, scratch []float32) {
	best.MulRuns(c, ldc, a, b, r, rows, cols, add, scratch)
}

// MulRuns is the package's MulRuns for this kernel.
func (g Kernel) MulRuns(c []float32, ldc int, a, b []float32, r Runs, rows, cols int, add bool, scratch []float32) {
	if min(r.Runs, r.K, r.ARow, r.AK, r.ARun, r.BK, r.BRun, rows, ldc) < 0 || cols < 0 || cols > g.width {
		panic(fmt.Sprintf("gemm: %d×%d elements of %d, %+v", rows, cols, ldc, r))
	}
	if rows == 0 || cols == 0 {
		return
	}
	c = c[:(rows-1)*ldc+cols]
	if r.Runs == 0 || r.K == 0 {
		if !add {
			for i := range rows {
				clear(c[i*ldc:][:cols])
			}
		}
		return
	}
	// The kernels check nothing: here is where a wrong size must stop.
	a = a[:(rows-1)*r.ARow+(r.K-1)*r.AK+(r.Runs-1)*r.ARun+1]
	b = b[:(r.K-1)*r.BK+(r.Runs-1)*r.BRun+g.width]
	scratch = scratch[:g.ScratchLen()]

	s := steps{aRow: r.ARow, aK: r.AK, aRun: r.ARun, bK: r.BK, bRun: r.BRun}
	whole := max(depth/r.K, 1) // runs at once
	for r0 := 0; r0 < r.Runs; r0 += whole {
		s.runs = min(whole, r.Runs-r0)
		for k0 := 0; k0 < r.K; k0 += depth {
			s.k = min(depth, r.K-k0)
			g.panel(c, ldc, s, a[r0*r.ARun+k0*r.AK:], b[r0*r.BRun+k0*r.BK:], cols, rows, scratch, add || r0 > 0 || k0 > 0)
		}
	}
}
