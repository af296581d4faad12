package cpu

import (
	"github.com/gokeras/keras/internal/engine/cpu/gemm"
	"github.com/gokeras/keras/internal/engine/cpu/vec"
)

// few is the number of rows up to which packing y takes longer than it saves.
const few = 4

// columns is the number of columns that byColumns does at once.
const columns = 256

var (
	addScaled  = vec.AddScaled.Best()
	addScaled4 = vec.AddScaled4.Best()
	dot        = vec.Dot.Best()
	mulScalar  = vec.MulScalar.Best()
)

// byColumns returns the loop for a matrix x of few rows, each of which lies in one
// piece. It reads y where it is: rows of y are added up or, if y is transposed,
// multiplied with rows of x.
func (x *product) byColumns() Loop {
	parts := (x.n + columns - 1) / columns
	return Loop{
		Parts: x.batch * parts, Work: 2 * x.batch * x.m * x.k * x.n, Scratch: gemm.ScratchLen(),
		Run: func(m *Memory, lo, hi int) {
			for ; lo < hi; lo++ {
				b, first := lo/parts, lo%parts*columns
				last := min(first+columns, x.n)
				z, xs := m.Floats(x.z)[b*x.m*x.n:], m.Floats(x.x)[b*x.m*x.k:]
				if x.turned != nil {
					x.turned.dots(z, xs, x.m, first, last, m.Scratch)
					continue
				}
				ys := m.Floats(x.y)[b*x.k*x.n:]
				if x.yK == 1 {
					x.dots(z, xs, ys, first, last)
				} else {
					x.sums(z, xs, ys, first, last)
				}
			}
		},
	}
}

func (x *product) dots(z, xs, ys []float32, first, last int) {
	for j := first; j < last; j++ {
		y := ys[j*x.yCol:][:x.k]
		for i := range x.m {
			z[i*x.n+j] = dot(xs[i*x.xRow:][:x.k], y)
		}
	}
}

func (x *product) sums(z, xs, ys []float32, first, last int) {
	for i := range x.m {
		clear(z[i*x.n+first : i*x.n+last])
	}
	row := func(l int) []float32 { return ys[l*x.yK+first : l*x.yK+last] }
	l := 0
	for ; l+4 <= x.k; l += 4 {
		a, b, c, d := row(l), row(l+1), row(l+2), row(l+3)
		for i := range x.m {
			s := xs[i*x.xRow+l:][:4]
			addScaled4(z[i*x.n+first:i*x.n+last], a, b, c, d, s[0], s[1], s[2], s[3])
		}
	}
	for ; l < x.k; l++ {
		for i := range x.m {
			z := z[i*x.n+first : i*x.n+last]
			addScaled(z, z, row(l), xs[i*x.xRow+l])
		}
	}
}

// dots multiplies m rows of x by rows first up to last of the matrix, into elements of
// rows of z.
func (s *shadow) dots(z, x []float32, m, first, last int, scratch []float32) {
	for i := range m {
		gemm.Dots(z[i*s.k:][first:last], s.data, s.k, s.n, first, x[i*s.n:], scratch)
	}
}
