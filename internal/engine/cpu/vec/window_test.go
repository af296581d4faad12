package vec

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/gokeras/keras/internal/kernel/kerneltest"
)

// strides calls f for rows of various lengths and steps, in memory next to the end of
// forbidden pages.
func strides(t *testing.T, f func(n, rows, dStep, xStep int, memory func(size int) []float32)) {
	r := rand.New(rand.NewPCG(1, 2))
	var ends [4][]float32
	for i := range ends {
		_, ends[i] = kerneltest.Guarded(t, 1<<12)
	}
	for n := range 70 {
		for _, rows := range []int{0, 1, 3, 5} {
			next := 0
			f(n, rows, n+n%3, 2*n, func(size int) []float32 {
				next++
				return mixed(r, ends[next-1][1<<12-size:])
			})
		}
	}
	f(100, chunk/100+9, 100, 130, func(size int) []float32 { return mixed(r, make([]float32, size)) })
}

func TestPeaks(t *testing.T) {
	kerneltest.Each(t, &Peaks, func(t *testing.T, run Peaking) {
		strides(t, func(n, rows, dStep, xStep int, memory func(int) []float32) {
			last := max(rows-1, 0)
			dst, a, b := memory(last*dStep+n), memory(last*xStep+n), memory(last*n+n)
			what := fmt.Sprint(n, rows, dStep, xStep)
			want := slices.Clone(dst)
			Peaks.Generic(want, a, b, n, rows, dStep, xStep, n)
			run(dst, a, b, n, rows, dStep, xStep, n)
			compare(t, what, dst, want)
			Peaks.Generic(want, want, b, n, rows, dStep, dStep, n)
			run(dst, dst, b, n, rows, dStep, dStep, n)
			compare(t, what+", in place", dst, want)
		})
	})
}

func TestClaim(t *testing.T) {
	kerneltest.Each(t, &Claim, func(t *testing.T, run Claimed) {
		strides(t, func(n, rows, dStep, xStep int, memory func(int) []float32) {
			last := max(rows-1, 0)
			dst, x, rest, top := memory(last*dStep+n), memory(last*xStep+n), memory(last*n+n), memory(last*n+n)
			for r := range rows {
				for i := range n {
					if (r+i)%3 > 0 { // the maximum
						top[r*n+i] = x[r*xStep+i]
					}
				}
			}
			want, left := slices.Clone(dst), slices.Clone(rest)
			Claim.Generic(want, x, left, top, n, rows, dStep, xStep)
			run(dst, x, rest, top, n, rows, dStep, xStep)
			what := fmt.Sprint(n, rows, dStep, xStep)
			compare(t, what, dst, want)
			compare(t, what+", rest", rest, left)
		})
	})
}

func TestSumRows(t *testing.T) {
	kerneltest.Each(t, &SumRows, func(t *testing.T, run Unary) {
		strides(t, func(n, rows, _, _ int, memory func(int) []float32) {
			dst, a := memory(n), memory(n*rows)
			want := slices.Clone(dst)
			if n > 0 {
				SumRows.Generic(want, a)
			}
			run(dst, a)
			compare(t, fmt.Sprint(n, rows), dst, want)
		})
	})
}

func TestSumProducts(t *testing.T) {
	kerneltest.Each(t, &SumProducts, func(t *testing.T, run Summed) {
		r := rand.New(rand.NewPCG(7, 8))
		fresh := func(n int) []float32 {
			x := make([]float32, n)
			for i := range x {
				x[i] = r.Float32() - .5
			}
			return x
		}
		for _, n := range []int{0, 1, 5, 8, 16, 17, 31, 32, 64, 65, 100, 130, 200} {
			for _, p := range []Products{
				{1, 1, 0, 0, 0, 0}, {3, 3, 5 * n, n, 3 * n, n}, {2, 3, 4 * n, -n, -3 * n, n}, {1, chunk/max(n, 1) + 5, 0, 1, 0, 0},
				{chunk/max(n, 1) + 5, 2, 1, 1, 0, 2}, {0, 3, 1, 1, 1, 1}, {3, 0, 1, 1, 1, 1},
			} {
				i := max(0, -(p.Rows-1)*p.ARow) + max(0, -(p.Cols-1)*p.ACol)
				j := max(0, -(p.Rows-1)*p.BRow) + max(0, -(p.Cols-1)*p.BCol)
				a := fresh(i + max(0, (p.Rows-1)*p.ARow) + max(0, (p.Cols-1)*p.ACol) + n)
				b := fresh(j + max(0, (p.Rows-1)*p.BRow) + max(0, (p.Cols-1)*p.BCol) + n)
				got := fresh(n)
				want := slices.Clone(got)
				SumProducts.Generic(want, a, i, b, j, p)
				run(got, a, i, b, j, p)
				bound := 1e-6 * float64(1+p.Rows*p.Cols)
				for c := range want {
					if !(math.Abs(float64(got[c]-want[c])) <= bound) {
						t.Fatalf("%d channels, %+v: %d is %v, want %v", n, p, c, got[c], want[c])
					}
				}
				if n > 0 && p.Rows > 0 && p.Cols > 0 {
					func() {
						defer func() {
							if recover() == nil {
								t.Errorf("%d channels, %+v: no panic for a short slice", n, p)
							}
						}()
						run(got, slices.Clip(a[:len(a)-1]), i, b, j, p)
					}()
				}
			}
		}
	})
}
