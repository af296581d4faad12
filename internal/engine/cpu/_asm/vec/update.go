package main

import (
	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// updates emits what optimizers do with weights. Each operation is rounded, as in
// plain Go, but for quotients by a square root. One pass hides the time that square roots and quotients take behind that
// of memory.
func (s isa) updates() {
	s.averages()
	s.steps()

	s.text("adam", "func(dst, w, m, v, x *float32, k1, k2, s, e float32, n int)")
	dst, w, m, u, g := pointer("dst"), pointer("w"), pointer("m"), pointer("v"), pointer("x")
	k1, k2, v, e := s.broadcast("k1"), s.broadcast("k2"), s.broadcast("s"), s.broadcast("e")
	s.loop(2, []reg.GPVirtual{dst, w, m, u, g}, func(l lanes) {
		x, y, z := l.load(g), l.load(u), l.load(m)
		y = s.toward(y, s.mul(x, x), k2)
		l.store(y, u)
		z = s.toward(z, x, k1)
		l.store(z, m)
		l.store(s.add(l.load(w), s.quotient(s.mul(z, v), s.add(s.sqrt(y), e))), dst)
	})

	s.text("rmsprop", "func(dst, w, v, x *float32, k1, k2, k, s, e float32, n int)")
	dst, w, u, g = pointer("dst"), pointer("w"), pointer("v"), pointer("x")
	k1, k2, v, e = s.broadcast("k1"), s.broadcast("k2"), s.broadcast("s"), s.broadcast("e")
	k := s.broadcast("k")
	s.loop(2, []reg.GPVirtual{dst, w, u, g}, func(l lanes) {
		x, y := l.load(g), l.load(u)
		y = s.add(s.mul(y, k1), s.mul(s.mul(x, x), k2))
		l.store(y, u)
		step := s.quotient(s.mul(x, v), s.sqrt(s.add(y, e)))
		l.store(s.add(s.mul(l.load(w), k), step), dst)
	})
}

// averages emits what follows the gradients.
func (s isa) averages() {
	scaled := func(name string, f func(a, b, s reg.VecVirtual) reg.VecVirtual) {
		s.text(name, "func(dst, a, b *float32, s float32, n int)")
		dst, a, b, v := pointer("dst"), pointer("a"), pointer("b"), s.broadcast("s")
		s.loop(4, []reg.GPVirtual{dst, a, b}, func(l lanes) { l.store(f(l.load(a), l.load(b), v), dst) })
	}
	scaled("toward", s.toward)
	scaled("towardSquare", func(a, b, v reg.VecVirtual) reg.VecVirtual { return s.toward(a, s.mul(b, b), v) })
	scaled("maxAbs", func(a, b, v reg.VecVirtual) reg.VecVirtual {
		abs := s.vec()
		VANDPS(bits(^uint32(signBit)), b, abs)
		return s.max(s.mul(a, v), abs)
	})

	blend := func(name string, f func(b reg.VecVirtual) reg.VecVirtual) {
		s.text(name, "func(dst, a, b *float32, s, t float32, n int)")
		dst, a, b := pointer("dst"), pointer("a"), pointer("b")
		v, u := s.broadcast("s"), s.broadcast("t")
		s.loop(4, []reg.GPVirtual{dst, a, b}, func(l lanes) {
			l.store(s.add(s.mul(l.load(a), v), s.mul(f(l.load(b)), u)), dst)
		})
	}
	blend("blend", func(b reg.VecVirtual) reg.VecVirtual { return b })
	blend("blendSquare", func(b reg.VecVirtual) reg.VecVirtual { return s.mul(b, b) })
}

// steps emits what changes weights by a quotient.
func (s isa) steps() {
	type two = func(a, b reg.VecVirtual) reg.VecVirtual
	step := func(name string, quotient, divisor two) {
		s.text(name, "func(dst, w, a, b *float32, k, s, e float32, n int)")
		dst, w, a, b := pointer("dst"), pointer("w"), pointer("a"), pointer("b")
		k, v, e := s.broadcast("k"), s.broadcast("s"), s.broadcast("e")
		s.loop(2, []reg.GPVirtual{dst, w, a, b}, func(l lanes) {
			q := quotient(s.mul(l.load(a), v), divisor(l.load(b), e))
			l.store(s.add(s.mul(l.load(w), k), q), dst)
		})
	}
	step("quotientStep", s.div, s.add)
	step("rootStep", s.quotient, func(b, e reg.VecVirtual) reg.VecVirtual { return s.add(s.sqrt(b), e) })
	step("stepRoot", s.quotient, func(b, e reg.VecVirtual) reg.VecVirtual { return s.sqrt(s.add(b, e)) })

	s.text("rootRatio", "func(dst, x, a, b *float32, e float32, n int)")
	dst, x, a, b, e := pointer("dst"), pointer("x"), pointer("a"), pointer("b"), s.broadcast("e")
	s.loop(2, []reg.GPVirtual{dst, x, a, b}, func(l lanes) {
		top := s.mul(s.sqrt(s.add(l.load(a), e)), l.load(x))
		l.store(s.quotient(top, s.sqrt(s.add(l.load(b), e))), dst)
	})
}

// toward returns a+(b-a)·k.
func (s isa) toward(a, b, k reg.VecVirtual) reg.VecVirtual { return s.add(a, s.mul(s.sub(b, a), k)) }

func (s isa) add(a, b reg.VecVirtual) reg.VecVirtual { return s.op(VADDPS, a, b) }
func (s isa) sub(a, b reg.VecVirtual) reg.VecVirtual { return s.op(VSUBPS, a, b) }
func (s isa) mul(a, b reg.VecVirtual) reg.VecVirtual { return s.op(VMULPS, a, b) }
func (s isa) div(a, b reg.VecVirtual) reg.VecVirtual { return s.op(VDIVPS, a, b) }

func (s isa) op(instruction func(...Op), a, b reg.VecVirtual) reg.VecVirtual {
	v := s.vec()
	instruction(b, a, v)
	return v
}

func (s isa) sqrt(a reg.VecVirtual) reg.VecVirtual {
	v := s.vec()
	VSQRTPS(a, v)
	return v
}

// quotient returns a/b. With AVX-512 it is rounded, or the number next to that: a is
// multiplied with an approximate reciprocal, and the product mended by what remains of a:
// exact quotients use the same circuits as square roots, and wait for them. Where that
// gives no number, the product is the quotient: infinite, zero, or none. That of a
// denormal number has fewer digits. AVX2's reciprocals have too few digits for this.
func (s isa) quotient(a, b reg.VecVirtual) reg.VecVirtual {
	if !s.masks {
		return s.div(a, b)
	}
	r, rest, mended := s.vec(), s.vec(), s.vec()
	VRCP14PS(b, r)
	q := s.mul(a, r)
	VMOVAPS(a, rest)
	VFNMADD231PS(b, q, rest)
	VMOVAPS(q, mended)
	VFMADD231PS(r, rest, mended)
	return s.blend(s.cmp(mended, ordered, mended), mended, q)
}
