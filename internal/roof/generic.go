package roof

const chains = 4

// sink keeps the compiler from leaving out what nobody uses.
var sink [chains]float32

func fmaGeneric(rounds int) {
	a, b, c, d := float32(1), float32(1), float32(1), float32(1)
	for range rounds {
		a = a*0.5 + 1
		b = b*0.5 + 1
		c = c*0.5 + 1
		d = d*0.5 + 1
	}
	if a+b+c+d == 0 { // never: they go to 2
		sink = [chains]float32{a, b, c, d}
	}
}

func readGeneric(p []float32) {
	var a, b, c, d float32
	for i := 0; i+4 <= len(p); i += 4 {
		q := p[i : i+4 : i+4]
		a, b, c, d = max(a, q[0]), max(b, q[1]), max(c, q[2]), max(d, q[3])
	}
	if a+b+c+d < 0 { // never: they begin at 0
		sink = [chains]float32{a, b, c, d}
	}
}

func updateGeneric(p []float32) {
	for i := range p {
		p[i] *= 1
	}
}
