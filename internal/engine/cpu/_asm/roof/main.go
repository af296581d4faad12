// Command roof writes the loops that measure what a processor can do at most.
package main

import (
	"flag"
	"fmt"
	"math"

	"github.com/mmcloughlin/avo/attr"
	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

func main() {
	isa := flag.String("isa", "", "instruction set: avx2 or avx512")
	flag.Parse()
	switch *isa {
	case "avx512":
		loops("AVX512", 24, 64, func() reg.VecVirtual { return ZMM() })
	case "avx2":
		loops("AVX2", 12, 32, func() reg.VecVirtual { return YMM() })
	}
	Generate()
}

// loops emits the loops for registers of width bytes.
func loops(isa string, chains, width int, vec func() reg.VecVirtual) {
	fma(isa, chains, width, vec)
	root(isa, width, vec)
	read(isa, width, vec)
	update(isa, width, vec)
}

// fma emits chains of fused multiply-adds that do not wait for each other: more
// than the latency times the number of units of any processor. The numbers are
// ordinary ones, x = x/2 + 1.
func fma(isa string, chains, width int, vec func() reg.VecVirtual) {
	TEXT("fma"+isa, NOSPLIT, "func(n int)")
	Doc(fmt.Sprintf("fma%s does %d fused multiply-adds of %d floats, n times.", isa, chains, width/4))
	n := Load(Param("n"), GP64())
	half, one := constant("half"+isa, 0.5, vec), constant("one"+isa, 1, vec)
	x := make([]reg.VecVirtual, chains)
	for i := range x {
		x[i] = vec()
		VMOVUPS(one, x[i])
	}
	Label("loop")
	for i := range x {
		VFMADD213PS(one, half, x[i])
	}
	DECQ(n)
	JNZ(LabelRef("loop"))
	VZEROUPPER()
	RET()
}

// root emits square roots and divisions, one each, in chains that do not wait for
// each other. The numbers are no powers of two, with which some processors are
// faster: x = c/√x.
func root(isa string, width int, vec func() reg.VecVirtual) {
	TEXT("root"+isa, NOSPLIT, "func(n int)")
	Doc(fmt.Sprintf("root%s takes %d square roots and quotients of %d floats, n times.", isa, unroll, width/4))
	n := Load(Param("n"), GP64())
	c := constant("some"+isa, 1.37, vec)
	x := make([]reg.VecVirtual, unroll)
	for i := range x {
		x[i] = vec()
		VMOVUPS(c, x[i])
	}
	Label("loop")
	for i := range x {
		VSQRTPS(x[i], x[i])
		VDIVPS(x[i], c, x[i])
	}
	DECQ(n)
	JNZ(LabelRef("loop"))
	VZEROUPPER()
	RET()
}

// constant returns a register with a number in every lane.
func constant(name string, value float32, vec func() reg.VecVirtual) reg.VecVirtual {
	mem := GLOBL(name, attr.RODATA|attr.NOPTR)
	DATA(0, U32(math.Float32bits(value)))
	x := vec()
	VBROADCASTSS(mem, x)
	return x
}

// unroll is the number of registers that a round of root, read and update takes;
// times the width it is the number of bytes that lengths are multiples of.
const unroll = 8

func read(isa string, width int, vec func() reg.VecVirtual) {
	TEXT("read"+isa, NOSPLIT, "func(p *float32, n int)")
	Doc(fmt.Sprintf("read%s reads n floats, n a positive multiple of %d.", isa, unroll*width/4))
	Pragma("noescape")
	p, n := Load(Param("p"), GP64()), Load(Param("n"), GP64())
	x := make([]reg.VecVirtual, unroll)
	for i := range x {
		x[i] = vec()
		VXORPS(x[i], x[i], x[i])
	}
	Label("loop")
	for i := range x {
		VORPS(Mem{Base: p, Disp: i * width}, x[i], x[i])
	}
	ADDQ(U32(unroll*width), p)
	SUBQ(U32(unroll*width/4), n)
	JNZ(LabelRef("loop"))
	VZEROUPPER()
	RET()
}

func update(isa string, width int, vec func() reg.VecVirtual) {
	TEXT("update"+isa, NOSPLIT, "func(p *float32, n int)")
	Doc(fmt.Sprintf("update%s reads and writes n floats, n a positive multiple of %d.", isa, unroll*width/4))
	Pragma("noescape")
	p, n := Load(Param("p"), GP64()), Load(Param("n"), GP64())
	zero := vec()
	VXORPS(zero, zero, zero)
	Label("loop")
	for i := range unroll {
		x := vec()
		VORPS(Mem{Base: p, Disp: i * width}, zero, x)
		VMOVUPS(x, Mem{Base: p, Disp: i * width})
	}
	ADDQ(U32(unroll*width), p)
	SUBQ(U32(unroll*width/4), n)
	JNZ(LabelRef("loop"))
	VZEROUPPER()
	RET()
}
