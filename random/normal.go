package random

import "math"

// Normal fills dst with numbers of the normal distribution: one word of the
// generator, as a probability, through the inverse of the distribution function.
// They lie within 6.4 standard deviations of the mean.
func (g *Generator) Normal(dst []float32, mean, stddev float32) {
	g.normal(dst, mean, stddev, 0)
}

// below is the probability that a normal number is less than -2 standard deviations.
const below = 0.0227501319481792072

// TruncatedNormal fills dst with numbers of the normal distribution less what is
// farther than two standard deviations from the mean: the same distribution as
// drawing those numbers again, by the inverse of its distribution function. Their
// own standard deviation is 0.8796·stddev.
func (g *Generator) TruncatedNormal(dst []float32, mean, stddev float32) {
	g.normal(dst, mean, stddev, below)
}

// normal uses the part of the distribution from probability cut to 1-cut.
func (g *Generator) normal(dst []float32, mean, stddev float32, cut float64) {
	m, s, width := float64(mean), float64(stddev), 1-2*cut
	for i := 0; i < len(dst); i += 4 {
		b := g.advance()
		for j, w := range b[:min(4, len(dst)-i)] {
			// p is symmetric about ½ and neither 0 nor 1.
			p := (float64(w) + .5) * (1.0 / (1 << 32))
			z := quantile(cut + float64(width*p))
			dst[i+j] = float32(m + float64(s*z))
		}
	}
}

// quantile is the inverse of the distribution function of the normal
// distribution for p in (0, 1): Wichura's PPND7 (Applied Statistics 37, 1988,
// algorithm AS 241), right to 1 part in 10⁷.
func quantile(p float64) float64 {
	q := p - .5
	if math.Abs(q) <= .425 {
		r := .180625 - float64(q*q)
		return q * poly(r, 3.3871327179, 50.434271938, 159.29113202, 59.109374720) /
			poly(r, 1, 17.895169469, 78.757757664, 67.187563600)
	}
	r, z := math.Sqrt(-ln(min(p, 1-p))), 0.0
	if r <= 5 {
		r -= 1.6
		z = poly(r, 1.4234372777, 2.7568153900, 1.3067284816, .17023821103) /
			poly(r, 1, .73700164250, .12021132975, 0)
	} else {
		r -= 5
		z = poly(r, 6.6579051150, 3.0812263860, .42868294337, .017337203997) /
			poly(r, 1, .24197894225, .012258202635, 0)
	}
	return math.Copysign(z, q)
}

// poly is a + bx + cx² + dx³, each product rounded.
func poly(x, a, b, c, d float64) float64 {
	return a + float64(x*(b+float64(x*(c+float64(x*d)))))
}

// ln is the natural logarithm of a positive number, to 13 digits. That of package
// math isn't the same on all machines.
func ln(x float64) float64 {
	f, e := math.Frexp(x)
	if f < math.Sqrt2/2 {
		f, e = f*2, e-1
	}
	// f is near 1: ln f = 2(s + s³/3 + s⁵/5 + …) for s = (f-1)/(f+1).
	s := (f - 1) / (f + 1)
	z, sum := float64(s*s), 0.0
	for k := 17.0; k >= 1; k -= 2 {
		sum = 1/k + float64(z*sum)
	}
	return float64(float64(e)*math.Ln2) + float64(2*s*sum)
}
