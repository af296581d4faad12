package vec

// The assembly functions check nothing: here is where a wrong size must stop. They get
// rows of at most chunk elements together.

func peaking(run func(dst, a, b *float32, n, rows, dStep, aStep, bStep int)) Peaking {
	return func(dst, a, b []float32, n, rows, dStep, aStep, bStep int) {
		if n <= 0 || rows <= 0 {
			return
		}
		last := rows - 1
		_, _, _ = dst[last*dStep:][:n], a[last*aStep:][:n], b[last*bStep:][:n]
		some := max(chunk/n, 1)
		for r := 0; r < rows; r += some {
			run(&dst[r*dStep], &a[r*aStep], &b[r*bStep], n, min(some, rows-r), dStep, aStep, bStep)
		}
	}
}

func claimed(run func(dst, x, rest, top *float32, n, rows, dStep, xStep int)) Claimed {
	return func(dst, x, rest, top []float32, n, rows, dStep, xStep int) {
		if n <= 0 || rows <= 0 {
			return
		}
		last := rows - 1
		_, _, _, _ = dst[last*dStep:][:n], x[last*xStep:][:n], rest[last*n:][:n], top[last*n:][:n]
		some := max(chunk/n, 1)
		for r := 0; r < rows; r += some {
			run(&dst[r*dStep], &x[r*xStep], &rest[r*n], &top[r*n], n, min(some, rows-r), dStep, xStep)
		}
	}
}

func summed(run func(dst, a, b *float32, rows, cols, aRow, aCol, bRow, bCol, n int)) Summed {
	return func(dst, a []float32, i int, b []float32, j int, p Products) {
		if len(dst) == 0 || p.Rows <= 0 || p.Cols <= 0 {
			return
		}
		for _, row := range [2]int{0, p.Rows - 1} {
			for _, col := range [2]int{0, p.Cols - 1} {
				_ = a[i+row*p.ARow+col*p.ACol:][:len(dst)]
				_ = b[j+row*p.BRow+col*p.BCol:][:len(dst)]
			}
		}
		cols := min(p.Cols, max(chunk/len(dst), 1))
		rows := max(chunk/len(dst)/cols, 1)
		for row := 0; row < p.Rows; row += rows {
			for col := 0; col < p.Cols; col += cols {
				run(&dst[0], &a[i+row*p.ARow+col*p.ACol], &b[j+row*p.BRow+col*p.BCol],
					min(rows, p.Rows-row), min(cols, p.Cols-col), p.ARow, p.ACol, p.BRow, p.BCol, len(dst))
			}
		}
	}
}

func rowSums(run func(dst, a *float32, n, rows int)) Unary {
	return func(dst, a []float32) {
		n := len(dst)
		if n == 0 {
			return
		}
		some := max(chunk/n, 1)
		for len(a) > 0 {
			rows := min(some, len(a)/n)
			run(&dst[0], &a[:n][0], n, rows)
			a = a[rows*n:]
		}
	}
}
