package vec

// The functions below turn an assembly function, which takes pointers and gets
// at most chunk elements, into a loop over slices.

func unary(run func(dst, a *float32, n int)) Unary {
	return func(dst, a []float32) {
		a = a[:len(dst)]
		for len(dst) > 0 {
			n := min(len(dst), chunk)
			run(&dst[0], &a[0], n)
			dst, a = dst[n:], a[n:]
		}
	}
}

func binary(run func(dst, a, b *float32, n int)) Binary {
	return func(dst, a, b []float32) {
		a, b = a[:len(dst)], b[:len(dst)]
		for len(dst) > 0 {
			n := min(len(dst), chunk)
			run(&dst[0], &a[0], &b[0], n)
			dst, a, b = dst[n:], a[n:], b[n:]
		}
	}
}

func scalar(run func(dst, a *float32, s float32, n int)) Scalar {
	return func(dst, a []float32, s float32) {
		a = a[:len(dst)]
		for len(dst) > 0 {
			n := min(len(dst), chunk)
			run(&dst[0], &a[0], s, n)
			dst, a = dst[n:], a[n:]
		}
	}
}

func scaled(run func(dst, a, b *float32, s float32, n int)) Scaled {
	return func(dst, a, b []float32, s float32) {
		a, b = a[:len(dst)], b[:len(dst)]
		for len(dst) > 0 {
			n := min(len(dst), chunk)
			run(&dst[0], &a[0], &b[0], s, n)
			dst, a, b = dst[n:], a[n:], b[n:]
		}
	}
}

func sum4(run func(dst, a, b, c, d *float32, s, t, u, v float32, n int)) Sum4 {
	return func(dst, a, b, c, d []float32, s, t, u, v float32) {
		a, b, c, d = a[:len(dst)], b[:len(dst)], c[:len(dst)], d[:len(dst)]
		for len(dst) > 0 {
			n := min(len(dst), chunk)
			run(&dst[0], &a[0], &b[0], &c[0], &d[0], s, t, u, v, n)
			dst, a, b, c, d = dst[n:], a[n:], b[n:], c[n:], d[n:]
		}
	}
}

func blended(run func(dst, a, b *float32, s, t float32, n int)) Blended {
	return func(dst, a, b []float32, s, t float32) {
		a, b = a[:len(dst)], b[:len(dst)]
		for len(dst) > 0 {
			n := min(len(dst), chunk)
			run(&dst[0], &a[0], &b[0], s, t, n)
			dst, a, b = dst[n:], a[n:], b[n:]
		}
	}
}

func stepped(run func(dst, w, a, b *float32, k, s, e float32, n int)) Stepped {
	return func(dst, w, a, b []float32, k, s, e float32) {
		w, a, b = w[:len(dst)], a[:len(dst)], b[:len(dst)]
		for len(dst) > 0 {
			n := min(len(dst), chunk)
			run(&dst[0], &w[0], &a[0], &b[0], k, s, e, n)
			dst, w, a, b = dst[n:], w[n:], a[n:], b[n:]
		}
	}
}

func ratio(run func(dst, x, a, b *float32, e float32, n int)) func(dst, x, a, b []float32, e float32) {
	return func(dst, x, a, b []float32, e float32) {
		x, a, b = x[:len(dst)], a[:len(dst)], b[:len(dst)]
		for len(dst) > 0 {
			n := min(len(dst), chunk)
			run(&dst[0], &x[0], &a[0], &b[0], e, n)
			dst, x, a, b = dst[n:], x[n:], a[n:], b[n:]
		}
	}
}

func adamed(run func(dst, w, m, v, g *float32, k1, k2, s, e float32, n int)) Adamed {
	return func(dst, w, m, v, g []float32, k1, k2, s, e float32) {
		w, m, v, g = w[:len(dst)], m[:len(dst)], v[:len(dst)], g[:len(dst)]
		for len(dst) > 0 {
			n := min(len(dst), chunk)
			run(&dst[0], &w[0], &m[0], &v[0], &g[0], k1, k2, s, e, n)
			dst, w, m, v, g = dst[n:], w[n:], m[n:], v[n:], g[n:]
		}
	}
}

func rmspropped(run func(dst, w, v, g *float32, k1, k2, k, s, e float32, n int)) RMSpropped {
	return func(dst, w, v, g []float32, k1, k2, k, s, e float32) {
		w, v, g = w[:len(dst)], v[:len(dst)], g[:len(dst)]
		for len(dst) > 0 {
			n := min(len(dst), chunk)
			run(&dst[0], &w[0], &v[0], &g[0], k1, k2, k, s, e, n)
			dst, w, v, g = dst[n:], w[n:], v[n:], g[n:]
		}
	}
}

// addTo makes the addition to dst of an addition of two slices.
func addTo(run func(dst, a, b *float32, n int)) Unary {
	return unary(func(dst, a *float32, n int) { run(dst, dst, a, n) })
}

func choice(run func(dst, cond, a, b *float32, n int)) func(dst, cond, a, b []float32) {
	return func(dst, cond, a, b []float32) {
		cond, a, b = cond[:len(dst)], a[:len(dst)], b[:len(dst)]
		for len(dst) > 0 {
			n := min(len(dst), chunk)
			run(&dst[0], &cond[0], &a[0], &b[0], n)
			dst, cond, a, b = dst[n:], cond[n:], a[n:], b[n:]
		}
	}
}

func filler(run func(dst *float32, s float32, n int)) func(dst []float32, s float32) {
	return func(dst []float32, s float32) {
		for len(dst) > 0 {
			n := min(len(dst), chunk)
			run(&dst[0], s, n)
			dst = dst[n:]
		}
	}
}

func reduction(run func(a *float32, n int) float32, f func(x, y float32) float32) func(a []float32) float32 {
	var none [1]float32
	return blocks(func(a []float32) float32 {
		if len(a) == 0 {
			return run(&none[0], 0)
		}
		return run(&a[0], len(a))
	}, f)
}

func reduction2(run func(a, b *float32, n int) float32) func(a, b []float32) float32 {
	return blocks2(func(a, b []float32) float32 {
		if len(a) == 0 {
			return 0
		}
		return run(&a[0], &b[0], len(a))
	})
}

// short makes a reduction of every row of a function for rows of 1 to 16 elements and
// one for longer rows.
func short(run func(dst, a *float32, n, rows int), long func(a []float32) float32) Each {
	slow := each(long)
	return func(dst, a []float32, n int) {
		if n < 1 || n > 16 {
			slow(dst, a, n)
			return
		}
		a = a[:len(dst)*n]
		for len(dst) > 0 {
			rows := min(len(dst), chunk/16)
			run(&dst[0], &a[0], n, rows)
			dst, a = dst[rows:], a[rows*n:]
		}
	}
}

// repeated makes a RepeatEach of one for rows of 1 to 16 elements.
func repeated(run func(dst, a *float32, n, rows int), fill func(dst []float32, s float32)) Each {
	slow := repeatEach(fill)
	return func(dst, a []float32, n int) {
		for n <= 16 && len(dst) >= n {
			rows := min(len(dst)/n, chunk/16)
			run(&dst[0], &a[:rows][0], n, rows)
			dst, a = dst[rows*n:], a[rows:]
		}
		slow(dst, a, n)
	}
}
