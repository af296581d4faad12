package main

import (
	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// arith emits what the processor computes with one instruction or few.
func (s isa) arith() {
	// op makes a function of a three-operand instruction, y = b op a.
	op := func(instruction func(...Op)) func(a, b reg.VecVirtual) reg.VecVirtual {
		return func(a, b reg.VecVirtual) reg.VecVirtual {
			v := s.vec()
			instruction(b, a, v)
			return v
		}
	}
	swap := func(f func(a, b reg.VecVirtual) reg.VecVirtual) func(a, b reg.VecVirtual) reg.VecVirtual {
		return func(a, b reg.VecVirtual) reg.VecVirtual { return f(b, a) }
	}
	add, sub, mul, div := op(VADDPS), op(VSUBPS), op(VMULPS), op(VDIVPS)
	s.binary("add", add)
	s.binary("sub", sub)
	s.binary("mul", mul)
	s.binary("div", div)
	s.binary("max", s.max)
	s.binary("min", s.min)
	s.scalar("addScalar", add)
	s.scalar("mulScalar", mul)
	s.scalar("rsubScalar", swap(sub))
	s.scalar("divScalar", div)
	s.scalar("rdivScalar", swap(div))
	s.scalar("maxScalar", s.max)
	s.scalar("minScalar", s.min)

	// with makes a function of an instruction with a constant operand.
	with := func(instruction func(...Op), m Mem) func(a reg.VecVirtual) reg.VecVirtual {
		return func(a reg.VecVirtual) reg.VecVirtual {
			v := s.vec()
			instruction(m, a, v)
			return v
		}
	}
	s.unary("neg", 4, with(VXORPS, bits(signBit)))
	s.unary("abs", 4, with(VANDPS, bits(^uint32(signBit))))
	s.unary("square", 4, func(a reg.VecVirtual) reg.VecVirtual { return mul(a, a) })
	s.unary("sqrt", 4, func(a reg.VecVirtual) reg.VecVirtual {
		v := s.vec()
		VSQRTPS(a, v)
		return v
	})

	relu := func(a reg.VecVirtual) reg.VecVirtual {
		zero, v := s.vec(), s.vec()
		VXORPS(zero, zero, zero)
		VMAXPS(a, zero, v) // a if it is NaN
		return v
	}
	s.unary("relu", 4, relu)
	s.binary("addRelu", func(a, b reg.VecVirtual) reg.VecVirtual { return relu(add(a, b)) })

	s.text("fill", "func(dst *float32, s float32, n int)")
	dst, v := pointer("dst"), s.broadcast("s")
	s.loop(4, []reg.GPVirtual{dst}, func(l lanes) { l.store(v, dst) })

	// The product is rounded before the addition, as in plain Go.
	s.text("addScaled", "func(dst, a, b *float32, s float32, n int)")
	dst, a, b, v := pointer("dst"), pointer("a"), pointer("b"), s.broadcast("s")
	s.loop(4, []reg.GPVirtual{dst, a, b}, func(l lanes) { l.store(add(l.load(a), mul(l.load(b), v)), dst) })

	s.text("addScaled4", "func(dst, a, b, c, d *float32, s, t, u, v float32, n int)")
	dst, a, b = pointer("dst"), pointer("a"), pointer("b")
	c, d := pointer("c"), pointer("d")
	factors := []reg.VecVirtual{s.broadcast("s"), s.broadcast("t"), s.broadcast("u"), s.broadcast("v")}
	s.loop(2, []reg.GPVirtual{dst, a, b, c, d}, func(l lanes) {
		sum := l.load(dst)
		for i, p := range []reg.GPVirtual{a, b, c, d} {
			sum = add(sum, mul(l.load(p), factors[i]))
		}
		l.store(sum, dst)
	})

	s.updates(add, sub, mul, div)
}

// updates emits what optimizers do with weights. Each operation is rounded, as in
// plain Go.
func (s isa) updates(add, sub, mul, div func(a, b reg.VecVirtual) reg.VecVirtual) {
	toward := func(name string, f func(b reg.VecVirtual) reg.VecVirtual) {
		s.text(name, "func(dst, a, b *float32, s float32, n int)")
		dst, a, b, v := pointer("dst"), pointer("a"), pointer("b"), s.broadcast("s")
		s.loop(4, []reg.GPVirtual{dst, a, b}, func(l lanes) {
			x := l.load(a)
			l.store(add(x, mul(sub(f(l.load(b)), x), v)), dst)
		})
	}
	toward("toward", func(b reg.VecVirtual) reg.VecVirtual { return b })
	toward("towardSquare", func(b reg.VecVirtual) reg.VecVirtual { return mul(b, b) })

	// One pass hides the time that square roots and quotients take behind that of
	// memory.
	s.text("adam", "func(w, m, v, x *float32, k1, k2, s, e float32, n int)")
	w, m, u, g := pointer("w"), pointer("m"), pointer("v"), pointer("x")
	k1, k2, v, e := s.broadcast("k1"), s.broadcast("k2"), s.broadcast("s"), s.broadcast("e")
	s.loop(2, []reg.GPVirtual{w, m, u, g}, func(l lanes) {
		x, y, z, root := l.load(g), l.load(u), l.load(m), s.vec()
		y = add(y, mul(sub(mul(x, x), y), k2))
		l.store(y, u)
		VSQRTPS(y, root)
		z = add(z, mul(sub(x, z), k1))
		l.store(z, m)
		l.store(sub(l.load(w), div(mul(z, v), add(root, e))), w)
	})

	s.text("rootStep", "func(dst, w, a, b *float32, s, e float32, n int)")
	dst, w, a, b := pointer("dst"), pointer("w"), pointer("a"), pointer("b")
	v, e = s.broadcast("s"), s.broadcast("e")
	s.loop(2, []reg.GPVirtual{dst, w, a, b}, func(l lanes) {
		root := s.vec()
		VSQRTPS(l.load(b), root)
		l.store(sub(l.load(w), div(mul(l.load(a), v), add(root, e))), dst)
	})
}

// max returns the larger value, NaN if one is NaN, and +0 for +0 and -0. The
// instruction returns its second source for NaN and for two zeros.
func (s isa) max(a, b reg.VecVirtual) reg.VecVirtual {
	x, y := s.vec(), s.vec()
	VMAXPS(b, a, x)
	VMAXPS(a, b, y)
	VANDPS(x, y, y)
	return s.nan(a, b, y)
}

// min is max for the smaller value, with -0 for +0 and -0.
func (s isa) min(a, b reg.VecVirtual) reg.VecVirtual {
	x, y := s.vec(), s.vec()
	VMINPS(b, a, x)
	VMINPS(a, b, y)
	VORPS(x, y, y)
	return s.nan(a, b, y)
}

// nan returns v, and NaN where a or b is NaN.
func (s isa) nan(a, b, v reg.VecVirtual) reg.VecVirtual {
	sum := s.vec()
	VADDPS(a, b, sum)
	return s.blend(s.cmp(a, unordered, b), sum, v)
}
