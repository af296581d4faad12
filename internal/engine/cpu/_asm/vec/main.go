// Command vec writes one family of the element-wise kernels for one
// instruction set.
package main

import (
	"flag"
	"log"

	. "github.com/mmcloughlin/avo/build"
	"github.com/mmcloughlin/avo/reg"
)

func main() {
	set := flag.String("isa", "", "instruction set: avx2 or avx512")
	family := flag.String("family", "", "arith, compare, math, random, reduce or window")
	flag.Parse()
	var s isa
	switch *set {
	case "avx2":
		s = isa{name: "AVX2", width: 8}
	case "avx512":
		s = isa{name: "AVX512", width: 16, masks: true}
	default:
		log.Fatalf("-isa=%q, want avx2 or avx512", *set)
	}
	switch *family {
	case "arith":
		s.arith()
	case "compare":
		s.compare()
	case "math":
		s.math()
	case "reduce":
		s.reduce()
	case "random":
		s.random()
	case "window":
		s.window()
	default:
		log.Fatalf("-family=%q, want arith, compare, math, random, reduce or window", *family)
	}
	Generate()
}

// unary emits dst[i] = f(a[i]).
func (s isa) unary(name string, unroll int, f func(a reg.VecVirtual) reg.VecVirtual) {
	s.text(name, "func(dst, a *float32, n int)")
	dst, a := pointer("dst"), pointer("a")
	s.loop(unroll, []reg.GPVirtual{dst, a}, func(l lanes) { l.store(f(l.load(a)), dst) })
}

// binary emits dst[i] = f(a[i], b[i]).
func (s isa) binary(name string, f func(a, b reg.VecVirtual) reg.VecVirtual) {
	s.text(name, "func(dst, a, b *float32, n int)")
	dst, a, b := pointer("dst"), pointer("a"), pointer("b")
	s.loop(4, []reg.GPVirtual{dst, a, b}, func(l lanes) { l.store(f(l.load(a), l.load(b)), dst) })
}

// scalar emits dst[i] = f(a[i], s).
func (s isa) scalar(name string, f func(a, b reg.VecVirtual) reg.VecVirtual) {
	s.text(name, "func(dst, a *float32, s float32, n int)")
	dst, a, b := pointer("dst"), pointer("a"), s.broadcast("s")
	s.loop(4, []reg.GPVirtual{dst, a}, func(l lanes) { l.store(f(l.load(a), b), dst) })
}
