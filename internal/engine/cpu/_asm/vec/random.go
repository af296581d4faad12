package main

import (
	"fmt"

	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// random emits Philox4x32-10 as numbers in [0, 1). Each 64-bit lane works on a counter
// of its own; only the lower half of a lane counts, the upper one holds rubbish.
func (s isa) random() {
	half := s.width / 2 // counters in a register
	// More of them at once hide the latency of multiplications.
	groups := 1
	if s.masks {
		groups = 4
	}
	s.text("uniform", "func(dst *float32, seed, draw, at uint64, n int)")
	Doc("n is a multiple of the words of all groups.")
	dst, n := pointer("dst"), pointer("n")
	k0, k1 := s.lanes64("seed", 0), s.lanes64("seed", 32)
	d0, d1 := s.lanes64("draw", 0), s.lanes64("draw", 32)
	at := s.lanes64("at", 0)
	VPADDQ(table64("order", func(i int) uint64 {
		// Unpacking takes the even lanes first and then the odd ones.
		return uint64(i/2 + i%2*half/2)
	}), at, at)
	m0, m1 := s.constant(num64(0xD2511F53)), s.constant(num64(0xCD9E8D57))

	Label("loop")
	c := make([][4]reg.VecVirtual, groups)
	for g := range c {
		c[g] = [4]reg.VecVirtual{s.vec(), s.vec(), s.vec(), s.vec()}
		VPADDQ(num64(uint64(g*half)), at, c[g][0])
		VPSRLQ(Imm(32), c[g][0], c[g][1])
		VMOVAPS(d0, c[g][2])
		VMOVAPS(d1, c[g][3])
	}
	r0, r1 := s.vec(), s.vec()
	VMOVAPS(k0, r0)
	VMOVAPS(k1, r1)
	for range 10 {
		for g := range c {
			p0, p1, x, y := s.vec(), s.vec(), s.vec(), s.vec()
			VPMULUDQ(c[g][0], m0, p0)
			VPMULUDQ(c[g][2], m1, p1)
			VPSRLQ(Imm(32), p1, x)
			VPSRLQ(Imm(32), p0, y)
			s.xor(c[g][1], x)
			s.xor(r0, x)
			s.xor(c[g][3], y)
			s.xor(r1, y)
			c[g] = [4]reg.VecVirtual{x, p1, y, p0}
		}
		VPADDQ(num64(0x9E3779B9), r0, r0)
		VPADDQ(num64(0xBB67AE85), r1, r1)
	}
	scale := s.vec()
	VMOVUPS(num(1.0/(1<<24)), scale)
	for g := range c {
		lower := s.pairs(c[g][0], c[g][1])
		upper := s.pairs(c[g][2], c[g][3])
		for i, unpack := range []func(...Op){VPUNPCKLQDQ, VPUNPCKHQDQ} {
			v := s.vec()
			unpack(upper, lower, v)
			VPSRLD(Imm(8), v, v)
			VCVTDQ2PS(v, v)
			VMULPS(v, scale, v)
			VMOVUPS(v, Mem{Base: dst, Disp: 4 * s.width * (2*g + i)})
		}
	}
	VPADDQ(num64(uint64(groups*half)), at, at)
	words := groups * 4 * half
	ADDQ(U32(4*words), dst)
	SUBQ(U32(words), n)
	JNZ(LabelRef("loop"))
	VZEROUPPER()
	RET()
}

// pairs returns lanes of b in the upper half and a in the lower.
func (s isa) pairs(a, b reg.VecVirtual) reg.VecVirtual {
	low, high := s.vec(), s.vec()
	VPSLLQ(Imm(32), b, high)
	VPSLLQ(Imm(32), a, low)
	VPSRLQ(Imm(32), low, low)
	s.or(low, high)
	return high
}

func (s isa) xor(a, b reg.VecVirtual) {
	if s.masks {
		VPXORQ(a, b, b)
	} else {
		VPXOR(a, b, b)
	}
}

func (s isa) or(a, b reg.VecVirtual) {
	if s.masks {
		VPORQ(a, b, b)
	} else {
		VPOR(a, b, b)
	}
}

// lanes64 loads a parameter, shifted to the right, into every 64-bit lane.
func (s isa) lanes64(param string, shift uint8) reg.VecVirtual {
	p, v := pointer(param), s.vec()
	SHRQ(Imm(uint64(shift)), p)
	x := XMM()
	VMOVQ(p, x)
	VPBROADCASTQ(x, v)
	return v
}

// num64 returns memory that holds n in every 64-bit lane.
func num64(n uint64) Mem {
	name := fmt.Sprintf("y%x", n)
	return table(name, func(i int) uint32 { return uint32(n >> (32 * (i % 2))) })
}

// table64 returns memory whose 64-bit lane i holds f(i).
func table64(name string, f func(i int) uint64) Mem {
	return table(name, func(i int) uint32 { return uint32(f(i/2) >> (32 * (i % 2))) })
}
