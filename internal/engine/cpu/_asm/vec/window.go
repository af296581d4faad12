package main

import (
	"fmt"

	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// window emits what convolutions and pooling do with the channels of places.
func (s isa) window() {
	s.text("peaks", "func(dst, a, b *float32, n, rows, dStep, aStep, bStep int)")
	s.rows([]string{"dst", "a", "b"}, []string{"dStep", "aStep", "bStep"}, func(l lanes, p []reg.GPVirtual) {
		l.store(s.max(l.load(p[1]), l.load(p[2])), p[0])
	})
	s.text("claim", "func(dst, x, rest, top *float32, n, rows, dStep, xStep int)")
	s.rows([]string{"dst", "x", "rest", "top"}, []string{"dStep", "xStep", "n", "n"}, func(l lanes, p []reg.GPVirtual) {
		v, left, none := l.load(p[1]), l.load(p[2]), s.vec()
		VXORPS(none, none, none)
		// Where v is the maximum or NaN, all that is left is taken.
		given := s.blend(s.cmp(v, unordered, v), left, s.blend(s.cmp(v, equal, l.load(p[3])), left, none))
		sum, kept := s.vec(), s.vec()
		VADDPS(given, l.load(p[0]), sum)
		l.store(sum, p[0])
		VXORPS(given, left, kept)
		l.store(kept, p[2])
	})
	s.text("sumRows", "func(dst, a *float32, n, rows int)")
	s.columns([]string{"dst", "a"}, func(l []lanes, acc []reg.VecVirtual, p []reg.GPVirtual, label string) {
		q, rows, step := GP64(), pointer("rows"), bytes("n")
		MOVQ(p[0], q)
		Label(label)
		for i := range acc {
			VADDPS(l[i].load(q), acc[i], acc[i])
		}
		ADDQ(step, q)
		DECQ(rows)
		JNZ(LabelRef(label))
	})
	s.text("sumProducts", "func(dst, a, b *float32, rows, cols, aRow, aCol, bRow, bCol, n int)")
	s.columns([]string{"dst", "a", "b"}, func(l []lanes, acc []reg.VecVirtual, p []reg.GPVirtual, label string) {
		x, y, rows := GP64(), GP64(), pointer("rows")
		aCol, bCol := bytes("aCol"), bytes("bCol")
		MOVQ(p[0], x)
		MOVQ(p[1], y)
		Label(label)
		cols, p0, p1 := pointer("cols"), GP64(), GP64()
		MOVQ(x, p0)
		MOVQ(y, p1)
		Label(label + "Col")
		for i := range acc {
			v := l[i].load(p0)
			VFMADD231PS(l[i].load(p1), v, acc[i])
		}
		ADDQ(aCol, p0)
		ADDQ(bCol, p1)
		DECQ(cols)
		JNZ(LabelRef(label + "Col"))
		ADDQ(bytes("aRow"), x)
		ADDQ(bytes("bRow"), y)
		DECQ(rows)
		JNZ(LabelRef(label))
	})
}

// rows emits body for n elements of each of some rows, which are steps apart.
func (s isa) rows(pointers, steps []string, body func(l lanes, p []reg.GPVirtual)) {
	row, here := make([]reg.GPVirtual, len(pointers)), make([]reg.GPVirtual, len(pointers))
	for i, name := range pointers {
		row[i], here[i] = pointer(name), GP64()
	}
	n, rows, rest, left := pointer("n"), pointer("rows"), GP64(), GP64()
	MOVQ(n, rest)
	ANDQ(Imm(uint64(s.width-1)), rest)
	last := lanes{isa: s, mask: s.firstLanes(rest, 0)}
	Label("row")
	for i := range row {
		MOVQ(row[i], here[i])
	}
	MOVQ(n, left)
	CMPQ(left, U32(s.width))
	JLT(LabelRef("rest"))
	Label("whole")
	body(lanes{isa: s}, here)
	for _, p := range here {
		ADDQ(U32(4*s.width), p)
	}
	SUBQ(U32(s.width), left)
	CMPQ(left, U32(s.width))
	JGE(LabelRef("whole"))
	Label("rest")
	TESTQ(left, left)
	JZ(LabelRef("next"))
	body(last, here)
	Label("next")
	for i, step := range steps {
		ADDQ(bytes(step), row[i])
	}
	DECQ(rows)
	JNZ(LabelRef("row"))
	VZEROUPPER()
	RET()
}

// columns emits what changes the n elements behind the first pointer: body adds to
// some registers of them at a time, which acc holds, for all rows. It ends the function.
func (s isa) columns(pointers []string, body func(l []lanes, acc []reg.VecVirtual, p []reg.GPVirtual, label string)) {
	p := make([]reg.GPVirtual, len(pointers))
	for i, name := range pointers {
		p[i] = pointer(name)
	}
	n := pointer("n")
	for _, regs := range []int{4, 2, 1, 0} {
		here, next := fmt.Sprintf("by%d", regs), fmt.Sprintf("after%d", regs)
		size := regs * s.width
		l := make([]lanes, max(regs, 1))
		for i := range l {
			l[i] = lanes{isa: s, off: 4 * s.width * i}
		}
		if regs == 0 {
			TESTQ(n, n)
			JZ(LabelRef("done"))
			l[0].mask = s.firstLanes(n, 0)
		} else {
			CMPQ(n, U32(size))
			JLT(LabelRef(next))
			Label(here)
		}
		acc := make([]reg.VecVirtual, len(l))
		for i := range acc {
			acc[i] = l[i].load(p[0])
		}
		body(l, acc, p[1:], fmt.Sprintf("rows%d", regs))
		for i := range acc {
			l[i].store(acc[i], p[0])
		}
		if regs == 0 {
			break
		}
		for _, q := range p {
			ADDQ(U32(4*size), q)
		}
		SUBQ(U32(size), n)
		CMPQ(n, U32(size))
		JGE(LabelRef(here))
		Label(next)
	}
	Label("done")
	VZEROUPPER()
	RET()
}

// bytes loads a number of elements and returns that of their bytes.
func bytes(name string) reg.GPVirtual {
	n := pointer(name)
	SHLQ(Imm(2), n)
	return n
}
