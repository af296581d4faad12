package roof

import "math"

const chains = 4

func fmaGeneric(rounds int) {
	a, b, c, d := float32(1), float32(1), float32(1), float32(1)
	for range rounds {
		a = a*0.5 + 1
		b = b*0.5 + 1
		c = c*0.5 + 1
		d = d*0.5 + 1
	}
	use(a, b, c, d)
}

func rootGeneric(rounds int) {
	const some = 1.37
	a, b, c, d := float32(some), float32(some), float32(some), float32(some)
	for range rounds {
		a = some / float32(math.Sqrt(float64(a)))
		b = some / float32(math.Sqrt(float64(b)))
		c = some / float32(math.Sqrt(float64(c)))
		d = some / float32(math.Sqrt(float64(d)))
	}
	use(a, b, c, d)
}

func readGeneric(p []float32) {
	var a, b, c, d float32
	for i := 0; i+4 <= len(p); i += 4 {
		q := p[i : i+4 : i+4]
		a, b, c, d = max(a, q[0]), max(b, q[1]), max(c, q[2]), max(d, q[3])
	}
	use(a, b, c, d)
}

// use keeps the compiler from leaving out what nobody needs.
//
//go:noinline
func use(a, b, c, d float32) {}

func updateGeneric(p []float32) {
	for i := range p {
		p[i] *= 1
	}
}
