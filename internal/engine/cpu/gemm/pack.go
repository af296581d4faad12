package gemm

import "fmt"

// Pack is the package's Pack for this kernel.
func (g Kernel) Pack(dst, b []float32, rowStride, colStride, k, n, panelLo, panelHi int) {
	if !(0 <= panelLo && panelLo <= panelHi && panelHi <= g.Panels(n)) || k < 0 || rowStride < 0 || colStride < 0 {
		panic(fmt.Sprintf("gemm: panels [%d,%d) of %d, k %d, strides %d, %d",
			panelLo, panelHi, g.Panels(n), k, rowStride, colStride))
	}
	if k == 0 {
		return
	}
	for p := panelLo; p < panelHi; p++ {
		lo := p * g.width
		cols := min(g.width, n-lo)
		dst := dst[lo*k:][:k*g.width]
		b := b[lo*colStride:][:(k-1)*rowStride+(cols-1)*colStride+1]
		if cols < g.width {
			clear(dst)
		}
		switch {
		case colStride == 1:
			for i := range k {
				copy(dst[i*g.width:][:cols], b[i*rowStride:])
			}
		case rowStride == 1:
			g.packColumns(dst, b, colStride, k, cols)
		default:
			for i := range k {
				for j := range cols {
					dst[i*g.width+j] = b[i*rowStride+j*colStride]
				}
			}
		}
	}
}

// packColumns packs columns that are contiguous in memory: 64 rows at a time,
// whose part of the panel stays in the first-level cache, by blocks of 8×8.
func (g Kernel) packColumns(dst, b []float32, colStride, k, cols int) {
	for i := 0; i < k; i += 64 {
		rows := min(64, k-i)
		blocks, j := rows/8, 0
		if blocks > 0 {
			for ; j+8 <= cols; j += 8 {
				g.transpose(dst[i*g.width+j:], g.width, b[j*colStride+i:], colStride, blocks)
			}
		}
		for jj := range cols {
			from := 0
			if jj < j {
				from = 8 * blocks
			}
			for l, x := range b[jj*colStride+i:][:rows][from:] {
				dst[(i+from+l)*g.width+jj] = x
			}
		}
	}
}
