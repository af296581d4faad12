package vec

import "github.com/gokeras/keras/internal/kernel"

// A Peaking computes rows of n elements, so many apart in dst, a and b.
type Peaking = func(dst, a, b []float32, n, rows, dStep, aStep, bStep int)

// Peaks is
//
//	for r := range rows {
//		for i := range n {
//			dst[r*dStep+i] = max(a[r*aStep+i], b[r*bStep+i])
//		}
//	}
//
// which makes maxima of windows. dst may be a.
var Peaks = kernel.Func[Peaking]{Name: "Peaks", Generic: peaksGeneric}

func peaksGeneric(dst, a, b []float32, n, rows, dStep, aStep, bStep int) {
	for r := range rows {
		maxGeneric(dst[r*dStep:][:n], a[r*aStep:], b[r*bStep:])
	}
}

// A Claimed changes rows of n elements of dst, which are dStep apart, and of rest by
// those of x, which are xStep apart, and of top.
type Claimed = func(dst, x, rest, top []float32, n, rows, dStep, xStep int)

// Claim is
//
//	for r := range rows {
//		for i := range n {
//			v, given := x[r*xStep+i], float32(0)
//			if v == top[r*n+i] || v != v {
//				given, rest[r*n+i] = rest[r*n+i], 0
//			}
//			dst[r*dStep+i] += given
//		}
//	}
//
// which gives what is left of the gradients of windows to their maxima.
var Claim = kernel.Func[Claimed]{Name: "Claim", Generic: claimGeneric}

func claimGeneric(dst, x, rest, top []float32, n, rows, dStep, xStep int) {
	for r := range rows {
		dst, x, rest, top := dst[r*dStep:][:n], x[r*xStep:][:n], rest[r*n:][:n], top[r*n:][:n]
		for i, v := range x {
			var given float32
			if v == top[i] || v != v {
				given, rest[i] = rest[i], 0
			}
			dst[i] += given
		}
	}
}

// Products says which products are summed up: of A and B in Rows rows of Cols columns
// of places, which lie so many elements apart. Steps may be negative.
type Products struct{ Rows, Cols, ARow, ACol, BRow, BCol int }

// A Summed changes dst by a from i on and b from j on.
type Summed = func(dst, a []float32, i int, b []float32, j int, p Products)

// SumProducts is
//
//	for row := range p.Rows {
//		for col := range p.Cols {
//			for c := range dst {
//				dst[c] += a[i+row*p.ARow+col*p.ACol+c] * b[j+row*p.BRow+col*p.BCol+c]
//			}
//		}
//	}
//
// where product and sum may be rounded together: the channels of a window times those
// of a kernel.
var SumProducts = kernel.Func[Summed]{Name: "SumProducts", Generic: sumProductsGeneric}

func sumProductsGeneric(dst, a []float32, i int, b []float32, j int, p Products) {
	for row := range p.Rows {
		for col := range p.Cols {
			a, b := a[i+row*p.ARow+col*p.ACol:][:len(dst)], b[j+row*p.BRow+col*p.BCol:][:len(dst)]
			for c := range dst {
				dst[c] += a[c] * b[c]
			}
		}
	}
}
