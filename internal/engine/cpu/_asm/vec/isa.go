package main

import (
	"fmt"
	"math"

	"github.com/mmcloughlin/avo/attr"
	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// An isa is an instruction set. Its methods hide where the two differ.
type isa struct {
	name  string
	width int  // floats in a register
	masks bool // whether comparisons set mask registers
}

// Predicates of VCMPPS. Those that name no NaN are false for NaN.
const (
	equal          = 0x00
	less           = 0x11
	lessEqual      = 0x12
	unordered      = 0x03
	ordered        = 0x07
	notEqualOrNaN  = 0x04
	notAtLeast     = 0x19 // true for NaN
	atLeast        = 0x1d
	greater        = 0x1e
	nearest        = 8 // of VROUNDPS and VRNDSCALEPS: no exceptions
	signBit        = 1 << 31
	positiveNaN    = 0x7fc00000
	positiveInf    = 0x7f800000
	negativeInf    = 0xff800000
	smallestNormal = 0x00800000
)

// text begins the function nameISA.
func (s isa) text(name, signature string) {
	TEXT(name+s.name, NOSPLIT, signature)
	Pragma("noescape")
}

func pointer(name string) reg.GPVirtual {
	p := GP64()
	Load(Param(name), p)
	return p
}

func (s isa) vec() reg.VecVirtual {
	if s.masks {
		return ZMM()
	}
	return YMM()
}

func (s isa) mask() reg.Register {
	if s.masks {
		return K()
	}
	return YMM()
}

// broadcast loads a float32 parameter into every lane.
func (s isa) broadcast(param string) reg.VecVirtual {
	b, err := Param(param).Resolve()
	if err != nil {
		panic(err)
	}
	v := s.vec()
	VBROADCASTSS(b.Addr, v)
	return v
}

var constants = map[string]bool{}

// bits returns memory that holds b in every lane.
func bits(b uint32) Mem {
	return table(fmt.Sprintf("x%08x", b), func(int) uint32 { return b })
}

// num returns memory that holds f in every lane.
func num(f float64) Mem { return bits(math.Float32bits(float32(f))) }

// table returns memory whose lane i holds f(i).
func table(name string, f func(i int) uint32) Mem {
	if !constants[name] {
		constants[name] = true
		GLOBL(name, attr.RODATA|attr.NOPTR)
		for i := range 16 {
			DATA(4*i, U32(f(i)))
		}
	}
	return NewDataAddr(Symbol{Name: name, Static: true}, 0)
}

// constant loads a constant into a register.
func (s isa) constant(m Mem) reg.VecVirtual {
	v := s.vec()
	VMOVUPS(m, v)
	return v
}

// firstLanes returns the mask of lanes i with from+i < n.
func (s isa) firstLanes(n reg.GPVirtual, from int) reg.Register {
	v, m := s.vec(), s.mask()
	if s.masks {
		VPBROADCASTD(n.As32(), v)
	} else {
		VMOVD(n.As32(), v.AsX())
		VPBROADCASTD(v.AsX(), v)
	}
	VPCMPGTD(table(fmt.Sprintf("lanes%d", from), func(i int) uint32 { return uint32(from + i) }), v, m)
	return m
}

// cmp returns the mask of lanes for which the predicate holds of a and b.
func (s isa) cmp(a reg.VecVirtual, predicate uint64, b Op) reg.Register {
	m := s.mask()
	VCMPPS(Imm(predicate), b, a, m)
	return m
}

// negative returns the mask of lanes of a with the sign bit set.
func (s isa) negative(a reg.VecVirtual) reg.Register {
	if !s.masks {
		return a
	}
	m := K()
	VPMOVD2M(a, m)
	return m
}

// blend returns yes in the lanes of m and no elsewhere.
func (s isa) blend(m reg.Register, yes Op, no reg.VecVirtual) reg.VecVirtual {
	v := s.vec()
	if s.masks {
		VBLENDMPS(yes, no, m, v)
	} else {
		VBLENDVPS(m, yes, no, v)
	}
	return v
}

// orZero returns yes in the lanes of m and zero elsewhere.
func (s isa) orZero(m reg.Register, yes Mem) reg.VecVirtual {
	v := s.vec()
	if s.masks {
		VMOVUPS_Z(yes, m, v)
	} else {
		VANDPS(yes, m, v)
	}
	return v
}

// lanes is one register's worth of the elements of a loop: off bytes behind
// the pointers and, at the end of the slices, under a mask.
type lanes struct {
	isa
	off  int
	mask reg.Register
}

func (l lanes) load(p reg.GPVirtual) reg.VecVirtual {
	v, m := l.vec(), Mem{Base: p, Disp: l.off}
	switch {
	case l.mask == nil:
		VMOVUPS(m, v)
	case l.masks:
		VMOVUPS_Z(m, l.mask, v)
	default:
		VMASKMOVPS(m, l.mask, v)
	}
	return v
}

func (l lanes) store(v reg.VecVirtual, p reg.GPVirtual) {
	m := Mem{Base: p, Disp: l.off}
	switch {
	case l.mask == nil:
		VMOVUPS(v, m)
	case l.masks:
		VMOVUPS(v, l.mask, m)
	default:
		VMASKMOVPS(v, l.mask, m)
	}
}

// loop emits body for all of the n elements behind the pointers: unroll
// registers at a time, then one, then the rest under a mask. It ends the
// function. An element is computed by the same instructions wherever it lies.
func (s isa) loop(unroll int, pointers []reg.GPVirtual, body func(l lanes)) {
	n := pointer("n")
	steps := []int{1}
	if unroll > 1 {
		steps = []int{unroll, 1}
	}
	for _, step := range steps {
		here, next := fmt.Sprintf("by%d", step), fmt.Sprintf("after%d", step)
		CMPQ(n, U32(step*s.width))
		JLT(LabelRef(next))
		Label(here)
		for i := range step {
			body(lanes{isa: s, off: 4 * s.width * i})
		}
		for _, p := range pointers {
			ADDQ(U32(4*s.width*step), p)
		}
		SUBQ(U32(step*s.width), n)
		CMPQ(n, U32(step*s.width))
		JGE(LabelRef(here))
		Label(next)
	}
	TESTQ(n, n)
	JZ(LabelRef("done"))
	body(lanes{isa: s, mask: s.firstLanes(n, 0)})
	Label("done")
	VZEROUPPER()
	RET()
}
