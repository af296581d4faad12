// Package gemm multiplies single-precision matrices, one of them packed.
//
// In C = A·B, with A of m×k, B of k×n and C of m×n elements, B is packed into
// panels of PanelWidth columns: panel p holds rows 0…k-1 of columns
// p·PanelWidth and following, row after row, and zeros in place of the columns
// that the last panel lacks. A stays where it is and is addressed with two
// strides, so that a transposed matrix needs no copy.
//
// Every element of C is one sum in the order of k, whatever the size of the
// call that computes it. Work can therefore be split by rows and by panels in
// any way without a change of the result. All functions work on the caller's
// memory and allocate none.
package gemm

import "github.com/gokeras/keras/internal/kernel"

//go:generate go run -C ../_asm ./gemm -isa avx512 -pkg gemm -out ../gemm/tile_avx512_amd64.s -stubs ../gemm/tile_avx512_amd64.go
//go:generate go run -C ../_asm ./gemm -isa avx2 -pkg gemm -out ../gemm/tile_avx2_amd64.s -stubs ../gemm/tile_avx2_amd64.go

// Kernels holds the implementations. Matrices packed by one must be multiplied
// by the same one. The functions of the package use the best.
var Kernels = kernel.Func[Kernel]{
	Name:    "gemm",
	Generic: Kernel{width: 16, rows: 4, tile: tileGeneric, outer: outerGeneric, transpose: transposeGeneric, dots: dotsGeneric, dotsAdd: dotsAddGeneric},
}

var best Kernel

func init() { best = Kernels.Best() }

// PanelWidth returns the number of columns of a panel.
func PanelWidth() int { return best.PanelWidth() }

// Panels returns the number of panels of a matrix of n columns.
func Panels(n int) int { return best.Panels(n) }

// PackedLen returns the number of floats of a packed matrix of k×n elements.
func PackedLen(k, n int) int { return best.PackedLen(k, n) }

// ScratchLen returns the number of floats of scratch memory that Mul needs.
func ScratchLen() int { return best.ScratchLen() }

// Pack packs panels [panelLo, panelHi) of a matrix of k×n elements, of which
// element (i, j) is b[i*rowStride+j*colStride]. Panel p goes to
// dst[p*k*PanelWidth():]. It panics if an index lies outside a slice.
func Pack(dst, b []float32, rowStride, colStride, k, n, panelLo, panelHi int) {
	best.Pack(dst, b, rowStride, colStride, k, n, panelLo, panelHi)
}

// Mul sets rows [rowLo, rowHi) of the columns of panels [panelLo, panelHi) of
// C = A·B. Element (i, l) of A is a[i*aRow+l*aK], element (i, j) of C is
// c[i*ldc+j], and packed holds all panels of B. With k = 0 the elements are
// zero. It panics if an index lies outside a slice; it writes nothing but
// those elements and scratch, which has ScratchLen floats or more.
func Mul(c []float32, ldc int, a []float32, aRow, aK int, packed []float32, m, n, k, panelLo, panelHi, rowLo, rowHi int, scratch []float32) {
	best.Mul(c, ldc, a, aRow, aK, packed, m, n, k, panelLo, panelHi, rowLo, rowHi, scratch)
}

// MulAdd is Mul with C += A·B: each sum starts from the element of C.
func MulAdd(c []float32, ldc int, a []float32, aRow, aK int, packed []float32, m, n, k, panelLo, panelHi, rowLo, rowHi int, scratch []float32) {
	best.MulAdd(c, ldc, a, aRow, aK, packed, m, n, k, panelLo, panelHi, rowLo, rowHi, scratch)
}
