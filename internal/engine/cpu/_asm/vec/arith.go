package main

import (
	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// arith emits what the processor computes with one instruction or few.
func (s isa) arith() {
	swap := func(f func(a, b reg.VecVirtual) reg.VecVirtual) func(a, b reg.VecVirtual) reg.VecVirtual {
		return func(a, b reg.VecVirtual) reg.VecVirtual { return f(b, a) }
	}
	s.binary("add", s.add)
	s.binary("sub", s.sub)
	s.binary("mul", s.mul)
	s.binary("div", s.div)
	s.binary("max", s.max)
	s.binary("min", s.min)
	s.scalar("addScalar", s.add)
	s.scalar("mulScalar", s.mul)
	s.scalar("rsubScalar", swap(s.sub))
	s.scalar("divScalar", s.div)
	s.scalar("rdivScalar", swap(s.div))
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
	s.unary("square", 4, func(a reg.VecVirtual) reg.VecVirtual { return s.mul(a, a) })
	s.unary("sqrt", 4, s.sqrt)

	relu := func(a reg.VecVirtual) reg.VecVirtual {
		zero, v := s.vec(), s.vec()
		VXORPS(zero, zero, zero)
		VMAXPS(a, zero, v) // a if it is NaN
		return v
	}
	s.unary("relu", 4, relu)
	s.binary("addRelu", func(a, b reg.VecVirtual) reg.VecVirtual { return relu(s.add(a, b)) })

	s.text("fill", "func(dst *float32, s float32, n int)")
	dst, v := pointer("dst"), s.broadcast("s")
	s.loop(4, []reg.GPVirtual{dst}, func(l lanes) { l.store(v, dst) })

	// The product is rounded before the addition, as in plain Go.
	s.text("addScaled", "func(dst, a, b *float32, s float32, n int)")
	dst, a, b, v := pointer("dst"), pointer("a"), pointer("b"), s.broadcast("s")
	s.loop(4, []reg.GPVirtual{dst, a, b}, func(l lanes) { l.store(s.add(l.load(a), s.mul(l.load(b), v)), dst) })

	s.text("addScaled4", "func(dst, a, b, c, d *float32, s, t, u, v float32, n int)")
	dst, a, b = pointer("dst"), pointer("a"), pointer("b")
	c, d := pointer("c"), pointer("d")
	factors := []reg.VecVirtual{s.broadcast("s"), s.broadcast("t"), s.broadcast("u"), s.broadcast("v")}
	s.loop(2, []reg.GPVirtual{dst, a, b, c, d}, func(l lanes) {
		sum := l.load(dst)
		for i, p := range []reg.GPVirtual{a, b, c, d} {
			sum = s.add(sum, s.mul(l.load(p), factors[i]))
		}
		l.store(sum, dst)
	})

	s.updates()
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
