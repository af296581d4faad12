package main

import (
	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// each emits the reduction of every row of at most 16 elements, by the order of fold.
// Lanes behind a row are neutral.
func (s isa) each(name string, neutral uint32, f func(a, b reg.VecVirtual) reg.VecVirtual) {
	s.text(name, "func(dst, a *float32, n, rows int)")
	dst, a, n, rows := pointer("dst"), pointer("a"), pointer("n"), pointer("rows")
	parts := s.row(n)
	none := s.constant(bits(neutral))
	Label("row")
	var v reg.VecVirtual
	for i, l := range parts {
		x := l.load(a)
		if neutral != 0 {
			x = s.blend(l.mask, x, none)
		}
		if i == 0 {
			v = x
		} else {
			v = f(v, x)
		}
	}
	for h := s.width; h > 1; h /= 2 {
		v = f(v, s.halve(v, h))
	}
	v = f(none, v) // no sum is -0
	VMOVSS(v.AsX(), Mem{Base: dst})
	ADDQ(Imm(4), dst)
	LEAQ(Mem{Base: a, Index: n, Scale: 4}, a)
	DECQ(rows)
	JNZ(LabelRef("row"))
	VZEROUPPER()
	RET()
}

// repeatEach emits rows of at most 16 times the same element.
func (s isa) repeatEach() {
	s.text("repeatEach", "func(dst, a *float32, n, rows int)")
	dst, a, n, rows := pointer("dst"), pointer("a"), pointer("n"), pointer("rows")
	parts := s.row(n)
	v := s.vec()
	Label("row")
	VBROADCASTSS(Mem{Base: a}, v)
	for _, l := range parts {
		l.store(v, dst)
	}
	ADDQ(Imm(4), a)
	LEAQ(Mem{Base: dst, Index: n, Scale: 4}, dst)
	DECQ(rows)
	JNZ(LabelRef("row"))
	VZEROUPPER()
	RET()
}

// row returns the lanes of a row of n ≤ 16 elements.
func (s isa) row(n reg.GPVirtual) []lanes {
	parts := make([]lanes, 16/s.width)
	for i := range parts {
		parts[i] = lanes{isa: s, off: 4 * s.width * i, mask: s.firstLanes(n, s.width*i)}
	}
	return parts
}
