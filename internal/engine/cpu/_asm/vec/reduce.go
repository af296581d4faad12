package main

import (
	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// reduce emits the reductions. Element i goes to accumulator i mod 64; at the
// end accumulator i takes up accumulator i+h, for h = 32, 16, … 1.
func (s isa) reduce() {
	sum := func(acc, v reg.VecVirtual) { VADDPS(v, acc, acc) }
	s.text("sum", "func(a *float32, n int) float32")
	a := pointer("a")
	s.fold(0, sum, []reg.GPVirtual{a}, func(l lanes) reg.VecVirtual { return l.load(a) })

	s.each("sumEach", 0, s.add)
	s.each("maxEach", negativeInf, s.max)
	s.each("minEach", positiveInf, s.min)
	s.repeatEach()

	// The products are rounded before the addition, as in plain Go.
	s.text("dot", "func(a, b *float32, n int) float32")
	a, b := pointer("a"), pointer("b")
	s.fold(0, sum, []reg.GPVirtual{a, b}, func(l lanes) reg.VecVirtual {
		x, y := l.load(a), l.load(b)
		VMULPS(x, y, y)
		return y
	})

	for _, f := range []struct {
		name    string
		neutral uint32
		f       func(a, b reg.VecVirtual) reg.VecVirtual
	}{{"maxOf", negativeInf, s.max}, {"minOf", positiveInf, s.min}} {
		s.text(f.name, "func(a *float32, n int) float32")
		a = pointer("a")
		take := func(acc, v reg.VecVirtual) { VMOVAPS(f.f(acc, v), acc) }
		s.fold(f.neutral, take, []reg.GPVirtual{a}, func(l lanes) reg.VecVirtual {
			v := l.load(a)
			if l.mask != nil {
				v = s.blend(l.mask, v, s.constant(bits(f.neutral)))
			}
			return v
		})
	}
}

// fold emits the reduction of the n values that value loads: take adds v to
// acc, and neutral is the element that changes nothing. Lanes under a mask are
// neutral, too.
func (s isa) fold(neutral uint32, take func(acc, v reg.VecVirtual), pointers []reg.GPVirtual, value func(l lanes) reg.VecVirtual) {
	n := pointer("n")
	acc := make([]reg.VecVirtual, 64/s.width)
	for i := range acc {
		acc[i] = s.constant(bits(neutral))
	}
	CMPQ(n, Imm(64))
	JLT(LabelRef("rest"))
	Label("blocks")
	for i := range acc {
		take(acc[i], value(lanes{isa: s, off: 4 * s.width * i}))
	}
	for _, p := range pointers {
		ADDQ(U32(4*64), p)
	}
	SUBQ(Imm(64), n)
	CMPQ(n, Imm(64))
	JGE(LabelRef("blocks"))
	Label("rest")
	for i := range acc {
		l := lanes{isa: s, off: 4 * s.width * i, mask: s.firstLanes(n, s.width*i)}
		take(acc[i], value(l))
	}
	for h := len(acc) / 2; h > 0; h /= 2 {
		for i := range h {
			take(acc[i], acc[i+h])
		}
	}
	v := acc[0]
	for h := s.width; h > 1; h /= 2 {
		take(v, s.halve(v, h))
	}
	ret, err := ReturnIndex(0).Resolve()
	if err != nil {
		panic(err)
	}
	VMOVSS(v.AsX(), ret.Addr)
	VZEROUPPER()
	RET()
}

// halve returns the lanes of the upper half of v as the lower half of a
// register, for n = 16, 8, 4 and 2 lanes.
func (s isa) halve(v reg.VecVirtual, n int) reg.VecVirtual {
	h := s.vec()
	switch n {
	case 16:
		VEXTRACTF64X4(Imm(1), v, h.AsY())
	case 8:
		if s.masks {
			VEXTRACTF32X4(Imm(1), v.AsY(), h.AsX())
		} else {
			VEXTRACTF128(Imm(1), v.AsY(), h.AsX())
		}
	case 4:
		VPERMILPS(Imm(0x0e), v.AsX(), h.AsX())
	case 2:
		VPERMILPS(Imm(1), v.AsX(), h.AsX())
	}
	return h
}
