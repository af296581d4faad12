package gemm

import "fmt"

// Dots sets dst[i], for i < len(dst), to the product of row first+i of a packed matrix
// of k×n elements and of x, which has n. It is what Mul would do with the transpose and
// one row, but reads every panel once and packs nothing. It panics if an index lies
// outside a slice. scratch has 8 floats or more.
func Dots(dst, packed []float32, k, n, first int, x, scratch []float32) {
	best.Dots(dst, packed, k, n, first, x, scratch)
}

// Dots is the package's Dots for this kernel.
func (g Kernel) Dots(dst, packed []float32, k, n, first int, x, scratch []float32) {
	if n < 0 || first < 0 || first+len(dst) > k {
		panic(fmt.Sprintf("gemm: rows [%d,%d) of %d×%d elements", first, first+len(dst), k, n))
	}
	x, packed = x[:n], packed[:g.PackedLen(k, n)]
	whole := n / g.width
	for ; len(dst) >= 8; dst, first = dst[8:], first+8 {
		g.dots8(dst, packed, k, whole, first, x)
	}
	if len(dst) == 0 {
		return
	}
	// Eight rows that end with these, if there are as many.
	if back := 8 - len(dst); back <= first {
		all := scratch[:8]
		g.dots8(all, packed, k, whole, first-back, x)
		copy(dst, all[back:])
		return
	}
	dotsFew(dst, packed[first*g.width:], g.width, k*g.width, whole, x)
	if rest := x[whole*g.width:]; len(rest) > 0 {
		dotsAddFew(dst, packed[(whole*k+first)*g.width:], g.width, rest)
	}
}

// dots8 is Dots for eight rows.
func (g Kernel) dots8(dst, packed []float32, k, whole, first int, x []float32) {
	dst = dst[:8]
	if whole == 0 {
		clear(dst)
	} else {
		g.dots(dst, packed[first*g.width:], k*g.width, whole, x)
	}
	if rest := x[whole*g.width:]; len(rest) > 0 {
		g.dotsAdd(dst, packed[(whole*k+first)*g.width:], rest)
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

func dotsAddGeneric(dst, b, x []float32) { dotsAddFew(dst[:8], b, 16, x) }

// dotsAddFew is dotsAdd for any number of rows.
func dotsAddFew(dst, b []float32, width int, x []float32) {
	for i := range dst {
		sum := float32(0)
		for j, y := range b[i*width:][:len(x)] {
			sum += x[j] * y
		}
		dst[i] += sum
	}
}
