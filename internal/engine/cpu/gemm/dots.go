package gemm

import "fmt"

// Dots sets dst[i], for i < len(dst), to the product of row first+i of a packed matrix
// of k×n elements and of x, which has n. It is what Mul would do with the transpose and
// one row, but reads every panel once and packs nothing. It panics if an index lies
// outside a slice.
func Dots(dst, packed []float32, k, n, first int, x []float32) {
	best.Dots(dst, packed, k, n, first, x)
}

// Dots is the package's Dots for this kernel.
func (g Kernel) Dots(dst, packed []float32, k, n, first int, x []float32) {
	if n < 0 || first < 0 || first+len(dst) > k {
		panic(fmt.Sprintf("gemm: rows [%d,%d) of %d×%d elements", first, first+len(dst), k, n))
	}
	x, packed = x[:n], packed[:g.PackedLen(k, n)]
	whole := n / g.width
	rest := x[whole*g.width:]
	for len(dst) > 0 {
		rows := min(len(dst), 8)
		b := packed[first*g.width:]
		switch {
		case whole == 0:
			clear(dst[:rows])
		case rows == 8:
			g.dots(dst, b, k*g.width, whole, x)
		default:
			// Eight rows that end with these, if there are as many.
			var all [8]float32
			if back := 8 - rows; back <= first {
				g.dots(all[:], packed[(first-back)*g.width:], k*g.width, whole, x)
				copy(dst[:rows], all[back:])
			} else {
				dotsFew(dst[:rows], b, g.width, k*g.width, whole, x)
			}
		}
		if len(rest) > 0 {
			last := packed[(whole*k+first)*g.width:]
			for i := range rows {
				sum := float32(0)
				for j, y := range last[i*g.width:][:len(rest)] {
					sum += rest[j] * y
				}
				dst[i] += sum
			}
		}
		dst, first = dst[rows:], first+rows
	}
}

func dotsGeneric(dst, b []float32, panel, panels int, x []float32) {
	dotsFew(dst[:8], b, 16, panel, panels, x)
}

// dotsFew is dots for any number of rows.
func dotsFew(dst, b []float32, width, panel, panels int, x []float32) {
	for i := range dst {
		sum := float32(0)
		for p := range panels {
			x := x[p*width:][:width]
			for j, y := range b[p*panel+i*width:][:width] {
				sum += x[j] * y
			}
		}
		dst[i] = sum
	}
}
