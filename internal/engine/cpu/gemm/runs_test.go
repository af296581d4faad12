package gemm

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/gokeras/keras/internal/kernel/kerneltest"
)

func random(r *rand.Rand, n int) []float32 {
	x := make([]float32, n)
	for i := range x {
		x[i] = r.Float32() - .5
	}
	return x
}

func TestMulRuns(t *testing.T) {
	kerneltest.Each(t, &Kernels, func(t *testing.T, g Kernel) {
		r := rand.New(rand.NewPCG(5, 6))
		w := g.PanelWidth()
		for rows := range 30 {
			for _, s := range []Runs{
				{1, 7, 7, 1, 0, w, 0},                        // a product
				{3, 3, 1, 1, 28, w, 3 * w},                   // a filter over one channel
				{3, 10, 4, 1, 50, w, 10 * w},                 // over some
				{5, 4, 1, 9, 60, 40, 300},                    // the gradient of the filter
				{2, depth + 5, 3, 2, 9, w, 7},                // runs too long for one call
				{2*depth + 1, 1, 2, 1, 3, 0, w},              // too many
				{0, 3, 1, 1, 1, w, w}, {3, 0, 1, 1, 1, w, w}, // none
			} {
				cols := 1 + rows*5%w
				if rows%3 == 0 {
					cols = w
				}
				ldc := cols + rows%4
				a := random(r, max(0, rows-1)*s.ARow+max(0, s.K-1)*s.AK+max(0, s.Runs-1)*s.ARun+1)
				b := random(r, max(0, s.K-1)*s.BK+max(0, s.Runs-1)*s.BRun+w)
				c := random(r, rows*ldc)
				for _, add := range []bool{false, true} {
					got := slices.Clone(c)
					g.MulRuns(got, ldc, a, b, s, rows, cols, add, make([]float32, g.ScratchLen()))
					for i := range c {
						row, col := i/ldc, i%ldc
						want, bound := float64(c[i]), 0.
						if col < cols {
							if !add {
								want = 0
							}
							for run := range s.Runs {
								for l := range s.K {
									x := float64(a[row*s.ARow+l*s.AK+run*s.ARun]) * float64(b[l*s.BK+run*s.BRun+col])
									want += x
									bound += math.Abs(x) + math.Abs(want)*.1
								}
							}
						}
						if math.Abs(float64(got[i])-want) > 1e-6*bound {
							t.Fatalf("%+v: %d×%d, add %v: c[%d,%d] = %v, want %v", s, rows, cols, add, row, col, got[i], want)
						}
					}
				}
			}
		}
	})
}

func TestMulRunsChecks(t *testing.T) {
	kerneltest.Each(t, &Kernels, func(t *testing.T, g Kernel) {
		w := g.PanelWidth()
		s := Runs{2, 3, 4, 1, 16, w, 3 * w}
		sizes := []int{3*w + w, 1*4 + 2 + 16 + 1, 5*w + w, g.ScratchLen()} // just enough for two rows
		call := func(short int) (failed bool) {
			defer func() { failed = recover() != nil }()
			m := make([][]float32, 4)
			for i, n := range sizes {
				if i == short {
					n--
				}
				m[i] = make([]float32, n)
			}
			g.MulRuns(m[0], 3*w, m[1], m[2], s, 2, w, false, m[3])
			return false
		}
		for i := range 4 {
			if !call(i) {
				t.Errorf("slice %d is too short: no panic", i)
			}
		}
		if call(-1) {
			t.Error("panic though all is long enough")
		}
	})
}
