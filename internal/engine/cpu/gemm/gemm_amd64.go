package gemm

import "github.com/gokeras/keras/internal/cpu"

type tile func(runs, k int, a *float32, aRow, aK, aRun int, b *float32, bK, bRun int, c *float32, ldc, add int)

var _ = Kernels.Offer("avx2", &cpu.AVX2, Kernel{
	width:     16,
	rows:      6,
	transpose: transposeAVX2,
	outer: func(rows int, a []float32, aRow int, b, c []float32, ldc int) {
		outerAVX2(rows, &a[0], aRow, &b[0], &c[0], ldc)
	},
	dots: func(dst, b []float32, panel, panels int, x []float32) {
		dotsAVX2(&dst[0], &b[0], panel, panels, &x[0])
	},
	dotsAdd: func(dst, b, x []float32) { dotsAddAVX2(&dst[0], &b[0], &x[0], len(x)) },
	tile: tiles(
		tile1AVX2, tile2AVX2, tile3AVX2, tile4AVX2, tile5AVX2, tile6AVX2,
	),
})

var _ = Kernels.Offer("avx512", &cpu.AVX512, Kernel{
	width:     32,
	rows:      14,
	transpose: transposeAVX2,
	outer: func(rows int, a []float32, aRow int, b, c []float32, ldc int) {
		outerAVX512(rows, &a[0], aRow, &b[0], &c[0], ldc)
	},
	dots: func(dst, b []float32, panel, panels int, x []float32) {
		dotsAVX512(&dst[0], &b[0], panel, panels, &x[0])
	},
	dotsAdd: func(dst, b, x []float32) { dotsAddAVX512(&dst[0], &b[0], &x[0], len(x)) },
	tile: tiles(
		tile1AVX512, tile2AVX512, tile3AVX512, tile4AVX512, tile5AVX512, tile6AVX512, tile7AVX512,
		tile8AVX512, tile9AVX512, tile10AVX512, tile11AVX512, tile12AVX512, tile13AVX512, tile14AVX512,
	),
})

// tiles returns a Kernel's tile that calls the one of byRows for 1, 2, … rows.
func tiles(byRows ...tile) func(rows int, s steps, a, b, c []float32, ldc int, add bool) {
	return func(rows int, s steps, a, b, c []float32, ldc int, add bool) {
		more := 0
		if add {
			more = 1
		}
		byRows[rows-1](s.runs, s.k, &a[0], s.aRow, s.aK, s.aRun, &b[0], s.bK, s.bRun, &c[0], ldc, more)
	}
}

func transposeAVX2(dst []float32, dstRow int, src []float32, srcCol, n int) {
	transpose8AVX2(&dst[0], dstRow, &src[0], srcCol, n)
}
