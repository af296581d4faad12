package main

import (
	. "github.com/mmcloughlin/avo/build"
	"github.com/mmcloughlin/avo/reg"
)

// Minimax polynomials, highest power first.
var (
	// erfcScaled(q) = erfc(x)·exp(x²)·(3+x) for q = (3-x)/(3+x), 0 ≤ x ≤ 10.1.
	erfcScaled = []float64{0.000325952045, -0.000484371587, -0.00308006559, -0.00122581969, 0.0268395878,
		0.119528964, 0.310466051, 0.590228319, 0.88339448, 1.07400692}
	// erfTail(x²) = erf(x)/x-1, |x| ≤ erfNear.
	erfTail = []float64{7.85386146e-05, -0.000801019371, 0.00518832775, -0.0268538129, 0.112835854, -0.37612626, 0.128379166}
)

// Up to erfNear the error function is a polynomial, beyond its complement is an
// exponential.
const erfNear = 1

// erfcAbs returns erfc(|x|). Beyond 10.1 it is 0 as there.
func (s isa) erfcAbs(x reg.VecVirtual) reg.VecVirtual {
	v, square, rest := s.vec(), s.vec(), s.vec()
	VANDPS(bits(^uint32(signBit)), x, v)
	VMINPS(v, s.constant(num(10.1)), v) // NaN passes
	VMULPS(v, v, square)
	VMOVAPS(square, rest)
	VFNMADD231PS(v, v, rest) // what the square lacks
	VXORPS(bits(signBit), square, square)
	n, r := s.reduced(square)
	VADDPS(rest, r, r)
	y := s.expm1Near(r)

	three, one := s.constant(num(3)), s.constant(num(1))
	sum, low, inverse, q := s.vec(), s.vec(), s.vec(), s.vec()
	VADDPS(v, three, sum)
	VSUBPS(three, sum, low)
	VSUBPS(low, v, low) // what the sum lacks
	VDIVPS(sum, one, inverse)
	VFNMADD231PS(inverse, sum, one)
	VFNMADD231PS(inverse, low, one) // how far the inverse is off
	VFMADD231PS(inverse, one, inverse)
	VSUBPS(v, three, q)
	VMULPS(inverse, q, q)
	p := s.poly(erfcScaled, q)
	VMULPS(inverse, p, p)
	VFMADD213PS(p, p, y) // p·(1+y)
	return s.scale(y, n)
}

// erfSmall returns erf(x)/x-1 for |x| < erfNear, and the mask of lanes where x is so
// small.
func (s isa) erfSmall(x reg.VecVirtual) (tail reg.VecVirtual, small reg.Register) {
	v, square := s.vec(), s.vec()
	VANDPS(bits(^uint32(signBit)), x, v)
	VMULPS(x, x, square)
	return s.poly(erfTail, square), s.cmp(v, less, num(erfNear))
}

// erfc is 2-erfc(-x) for x < 0, and (1-x) - x·tail for small x.
func (s isa) erfc(x reg.VecVirtual) reg.VecVirtual {
	y, other, near := s.erfcAbs(x), s.vec(), s.vec()
	VSUBPS(y, s.constant(num(2)), other)
	y = s.blend(s.negative(x), other, y)
	tail, small := s.erfSmall(x)
	VSUBPS(x, s.constant(num(1)), near)
	VFNMADD231PS(tail, x, near)
	return s.blend(small, near, y)
}

// erf is 1-erfc(|x|) with the sign of x, or x + x·tail for small x.
func (s isa) erf(x reg.VecVirtual) reg.VecVirtual {
	y := s.erfcAbs(x)
	VSUBPS(y, s.constant(num(1)), y)
	tail, small := s.erfSmall(x)
	VFMADD213PS(x, x, tail)
	return s.signed(s.blend(small, tail, y), x)
}
