package main

import (
	stdmath "math"

	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// Minimax polynomials on the reduced ranges, highest power first.
var (
	// expTail(r) = (exp(r)-1-r)/r², |r| ≤ ln(2)/2.
	expTail = []float64{0.0013951717, 0.008369599, 0.041666187, 0.16666512, 0.5}
	// logTail(r) = (log(1+r)-r)/r², |r| ≤ 1/3.
	logTail = []float64{-0.13311604, 0.14006238, -0.120781824, 0.14000823, -0.16689502, 0.20010771, -0.24999507, 0.3333321, -0.5}
)

// ln 2 as the sum of two floats.
var (
	ln2High = float64(float32(stdmath.Ln2))
	ln2Low  = stdmath.Ln2 - ln2High
)

// math emits the functions that are approximated by polynomials.
func (s isa) math() {
	s.unary("exp", 1, s.exp)
	s.unary("log", 1, s.log)
	s.unary("tanh", 1, s.tanh)
	s.unary("sigmoid", 1, s.sigmoid)
	s.unary("erf", 1, s.erf)
	s.unary("erfc", 1, s.erfc)
	s.unary("expm1", 1, s.expm1)
	s.unary("log1p", 1, s.log1p)
}

// poly returns the polynomial in x.
func (s isa) poly(coefficients []float64, x reg.VecVirtual) reg.VecVirtual {
	p := s.constant(num(coefficients[0]))
	for _, c := range coefficients[1:] {
		VFMADD213PS(num(c), x, p)
	}
	return p
}

// expReduced returns n, a whole number, and q = exp(x-n·ln 2)-1 with a small
// relative error.
func (s isa) expReduced(x reg.VecVirtual) (n, q reg.VecVirtual) {
	n, r := s.reduced(x)
	return n, s.expm1Near(r)
}

// reduced returns n, a whole number, and r = x-n·ln 2, |r| ≤ ln(2)/2.
func (s isa) reduced(x reg.VecVirtual) (n, r reg.VecVirtual) {
	n = s.vec()
	VMULPS(num(stdmath.Log2E), x, n)
	if s.masks {
		VRNDSCALEPS(Imm(nearest), n, n)
	} else {
		VROUNDPS(Imm(nearest), n, n)
	}
	r = s.vec()
	VMOVAPS(x, r)
	VFNMADD231PS(num(ln2High), n, r)
	VFNMADD231PS(num(ln2Low), n, r)
	return n, r
}

// expm1Near returns exp(r)-1 for |r| ≤ ln(2)/2.
func (s isa) expm1Near(r reg.VecVirtual) reg.VecVirtual {
	q := s.poly(expTail, r)
	r2 := s.vec()
	VMULPS(r, r, r2)
	VFMADD213PS(r, r2, q)
	return q
}

// power returns 2ⁱ for whole numbers -126 ≤ i ≤ 127.
func (s isa) power(i reg.VecVirtual) reg.VecVirtual {
	v := s.vec()
	VPADDD(bits(127), i, v)
	VPSLLD(Imm(23), v, v)
	return v
}

// exp returns exp(x). Beyond the limits the result is 0 or +Inf as at them.
// The order of the sources lets NaN pass.
func (s isa) exp(x reg.VecVirtual) reg.VecVirtual {
	v := s.vec()
	VMINPS(x, s.constant(num(89)), v)
	VMAXPS(v, s.constant(num(-104)), v)
	n, y := s.expReduced(v)
	VADDPS(num(1), y, y)
	return s.scale(y, n)
}

// scale returns y·2ⁿ, rounded once. n is changed.
func (s isa) scale(y, n reg.VecVirtual) reg.VecVirtual {
	if s.masks {
		VSCALEFPS(n, y, y)
		return y
	}
	// In two steps, of which only the second may leave the normal range and
	// round.
	VCVTPS2DQ(n, n)
	half, rest := s.vec(), s.vec()
	VPSRAD(Imm(1), n, half)
	VPSUBD(half, n, rest)
	VMULPS(s.power(half), y, y)
	VMULPS(s.power(rest), y, y)
	return y
}

// log splits x = 2ᵉ·(1+r) with 2/3 ≤ 1+r < 4/3.
func (s isa) log(x reg.VecVirtual) reg.VecVirtual {
	const third2 = 0x3f2aaaab // 2/3
	small := s.cmp(x, less, bits(smallestNormal))
	scaled := s.vec()
	VMULPS(num(1<<25), x, scaled)
	i := s.blend(small, scaled, x)
	VPSUBD(s.constant(bits(third2)), i, i)
	e, r := s.vec(), s.vec()
	VPSRAD(Imm(23), i, e)
	VCVTDQ2PS(e, e)
	VADDPS(s.orZero(small, num(-25)), e, e)
	VANDPS(bits(0x007fffff), i, r)
	VPADDD(bits(third2), r, r)
	VSUBPS(s.constant(num(1)), r, r)

	y := s.poly(logTail, r)
	VMULPS(r, y, y)
	VMULPS(r, y, y)
	VFMADD231PS(num(ln2Low), e, y)
	VADDPS(r, y, y)
	VFMADD231PS(num(ln2High), e, y)

	y = s.blend(s.cmp(x, equal, bits(positiveInf)), bits(positiveInf), y)
	y = s.blend(s.cmp(x, equal, num(0)), bits(negativeInf), y)
	return s.blend(s.cmp(x, notAtLeast, num(0)), bits(positiveNaN), y)
}

// tanh computes -t/(t+2) for t = exp(-2|x|)-1, and gives it the sign of x. From
// |x| = 10 on the result is 1.
func (s isa) tanh(x reg.VecVirtual) reg.VecVirtual {
	v := s.vec()
	VANDPS(bits(^uint32(signBit)), x, v)
	VMULPS(num(-2), v, v)
	VMAXPS(v, s.constant(num(-20)), v)
	n, t := s.expReduced(v)
	VCVTPS2DQ(n, n)
	scale, rest := s.power(n), s.vec()
	VSUBPS(s.constant(num(1)), scale, rest)
	VFMADD213PS(rest, scale, t) // scale·q + (scale-1)
	y := s.vec()
	VADDPS(num(2), t, y)
	VDIVPS(y, t, y)
	return s.signed(y, x)
}

// signed returns y with the sign of x.
func (s isa) signed(y, x reg.VecVirtual) reg.VecVirtual {
	z, sign := s.vec(), s.vec()
	VANDPS(bits(^uint32(signBit)), y, z)
	VANDPS(bits(signBit), x, sign)
	VORPS(sign, z, z)
	return z
}

// sigmoid computes 1/(1+e) for x ≥ 0 and e/(1+e) for x < 0, e = exp(-|x|).
func (s isa) sigmoid(x reg.VecVirtual) reg.VecVirtual {
	v := s.vec()
	VORPS(bits(signBit), x, v)
	e := s.exp(v)
	y := s.blend(s.negative(x), e, s.constant(num(1)))
	VADDPS(num(1), e, e)
	VDIVPS(e, y, y)
	return y
}

// expm1 computes 2·(2ᵐ·q + (2ᵐ-1/2)) for m = n-1, or q if n is 0, and gives it the sign
// of x. Below -25 the result is -1, above 89 it is +Inf.
func (s isa) expm1(x reg.VecVirtual) reg.VecVirtual {
	v := s.vec()
	VMINPS(x, s.constant(num(89)), v)
	VMAXPS(v, s.constant(num(-25)), v)
	n, q := s.expReduced(v)
	near := s.cmp(n, equal, num(0))
	whole := s.vec()
	VCVTPS2DQ(n, whole)
	VPSUBD(bits(1), whole, whole)
	half, y := s.power(whole), s.vec()
	VADDPS(num(-.5), half, y)
	VFMADD231PS(q, half, y)
	VADDPS(y, y, y)
	return s.signed(s.blend(near, q, y), x)
}

// log1p computes log(m) + c/m for m = 1+x rounded and c what that lacks, and gives it
// the sign of x. It is log(m) where c is NaN.
func (s isa) log1p(x reg.VecVirtual) reg.VecVirtual {
	one := s.constant(num(1))
	m, c := s.vec(), s.vec()
	VADDPS(x, one, m)
	VSUBPS(one, m, c)
	VSUBPS(c, x, c)
	VDIVPS(m, c, c)
	y, sum := s.log(m), s.vec()
	VADDPS(c, y, sum)
	return s.signed(s.blend(s.cmp(c, unordered, c), y, sum), x)
}
