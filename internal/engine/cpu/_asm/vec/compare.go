package main

import (
	. "github.com/mmcloughlin/avo/build"
	"github.com/mmcloughlin/avo/reg"
)

// compare emits the comparisons, whose result is 0 or 1, and the selection.
func (s isa) compare() {
	for _, c := range []struct {
		name      string
		predicate uint64
	}{
		{"greater", greater},
		{"greaterEqual", atLeast},
		{"less", less},
		{"lessEqual", lessEqual},
		{"equal", equal},
		{"notEqual", notEqualOrNaN},
	} {
		s.binary(c.name, func(a, b reg.VecVirtual) reg.VecVirtual {
			return s.orZero(s.cmp(a, c.predicate, b), num(1))
		})
	}
	s.unary("step", 4, func(a reg.VecVirtual) reg.VecVirtual {
		return s.orZero(s.cmp(a, greater, num(0)), num(1))
	})

	s.binary("gate", func(a, b reg.VecVirtual) reg.VecVirtual {
		zero := s.vec()
		VXORPS(zero, zero, zero)
		return s.blend(s.cmp(a, greater, zero), b, zero)
	})

	s.text("select", "func(dst, cond, a, b *float32, n int)")
	dst, cond, a, b := pointer("dst"), pointer("cond"), pointer("a"), pointer("b")
	s.loop(4, []reg.GPVirtual{dst, cond, a, b}, func(l lanes) {
		m := s.cmp(l.load(cond), notEqualOrNaN, num(0))
		l.store(s.blend(m, l.load(a), l.load(b)), dst)
	})
}
