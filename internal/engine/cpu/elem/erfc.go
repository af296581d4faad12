package elem

import (
	"math"

	"github.com/gokeras/keras/internal/engine/cpu/vec"
)

var exponential = vec.Exp.Best()

// erfc sets dst to 1-erf(a), to 2 ulp. For x ≥ 0 it is t·exp(-x² + p(t)) with
// t = 1/(1+x/2) and a polynomial p (Press et al., Numerical Recipes, 6.2); for the
// others it is 2 less that of -x. The exponent is computed in double precision, and
// what it loses as a float32 is made up for in the factor.
func erfc(dst, a []float32) {
	a = a[:len(dst)]
	var factor, sign [256]float32
	for len(a) > 0 {
		n := min(len(a), len(factor))
		x, z, f := a[:n], dst[:n], factor[:n]
		for i, v := range x {
			sign[i] = v
			ax := math.Abs(float64(v))
			t := 1 / (1 + ax/2)
			e := -ax*ax - 1.26551223 + t*(1.00002368+t*(.37409196+t*(.09678418+t*(-.18628806+
				t*(.27886807+t*(-1.13520398+t*(1.48851587+t*(-.82215223+t*.17087277))))))))
			near := float32(max(e, -200))
			z[i] = near
			f[i] = float32(t * (1 + max(e, -200) - float64(near)))
		}
		exponential(z, z)
		for i := range z {
			y := z[i] * f[i]
			if sign[i] < 0 {
				y = 2 - y
			}
			z[i] = y
		}
		a, dst = a[n:], dst[n:]
	}
}
