package gemm

// tileGeneric computes two rows and four columns at a time. An odd last row is
// computed twice, so that one expression defines every element also on
// processors for which the compiler fuses multiplication and addition.
func tileGeneric(rows int, s steps, a, b, c []float32, ldc int, add bool) {
	const width = 16
	for i := 0; i < rows; i += 2 {
		i1 := min(i+1, rows-1)
		a0, a1 := a[i*s.aRow:], a[i1*s.aRow:]
		c0, c1 := c[i*ldc:][:width], c[i1*ldc:][:width]
		for j := 0; j < width; j += 4 {
			var s00, s01, s02, s03, s10, s11, s12, s13 float32
			if add {
				s00, s01, s02, s03 = c0[j], c0[j+1], c0[j+2], c0[j+3]
				s10, s11, s12, s13 = c1[j], c1[j+1], c1[j+2], c1[j+3]
			}
			for r := range s.runs {
				for l, q, k := r*s.aRun, r*s.bRun+j, s.k; k > 0; l, q, k = l+s.aK, q+s.bK, k-1 {
					x, y, v := a0[l], a1[l], b[q:q+4:q+4]
					s00 += x * v[0]
					s01 += x * v[1]
					s02 += x * v[2]
					s03 += x * v[3]
					s10 += y * v[0]
					s11 += y * v[1]
					s12 += y * v[2]
					s13 += y * v[3]
				}
			}
			c0[j], c0[j+1], c0[j+2], c0[j+3] = s00, s01, s02, s03
			c1[j], c1[j+1], c1[j+2], c1[j+3] = s10, s11, s12, s13
		}
	}
}

func transposeGeneric(dst []float32, dstRow int, src []float32, srcCol, n int) {
	for j := range 8 {
		for i, x := range src[j*srcCol:][:8*n] {
			dst[i*dstRow+j] = x
		}
	}
}

func outerGeneric(rows int, a []float32, aRow int, b, c []float32, ldc int) {
	for i := range rows {
		c := c[i*ldc:][:16]
		for j, y := range b[:16] {
			c[j] = a[i*aRow]*y + 0 // no sum that starts from zero is -0
		}
	}
}
