// Command gemm writes the micro-kernels of the packed matrix product and the
// transposition that packing uses.
package main

import (
	"flag"
	"fmt"

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
		for rows := 1; rows <= 14; rows++ {
			tile("AVX512", rows, 64, func() reg.VecVirtual { return ZMM() })
		}
		outer("AVX512", 64, func() reg.VecVirtual { return ZMM() })
		dots("AVX512", 64, func() reg.VecVirtual { return ZMM() })
		dotsAdd("AVX512", 64, func() reg.VecVirtual { return ZMM() })
	case "avx2":
		for rows := 1; rows <= 6; rows++ {
			tile("AVX2", rows, 32, func() reg.VecVirtual { return YMM() })
		}
		outer("AVX2", 32, func() reg.VecVirtual { return YMM() })
		dots("AVX2", 32, func() reg.VecVirtual { return YMM() })
		dotsAdd("AVX2", 32, func() reg.VecVirtual { return YMM() })
		transpose()
	}
	Generate()
}

// tile emits the product of rows rows of A and one panel of B, which is two
// registers of width bytes wide. Each element of C is one chain of fused
// multiply-adds in the order of k, whatever rows is. With add the chain starts
// from the element of C, otherwise from zero.
//
// The products come in runs of k. From one to the next A is aK and B bK floats
// further, from one run to the next aRun and bRun.
func tile(isa string, rows, width int, vec func() reg.VecVirtual) {
	TEXT(fmt.Sprintf("tile%d%s", rows, isa), NOSPLIT,
		"func(runs, k int, a *float32, aRow, aK, aRun int, b *float32, bK, bRun int, c *float32, ldc, add int)")
	Doc(fmt.Sprintf("tile%d%s computes %d×%d elements of C.", rows, isa, rows, width/2))
	Pragma("noescape")
	b := Load(Param("b"), GP64())
	pa, aRow := stride("a", "aRow")
	a := rowsAt(pa, aRow, rows)

	acc := make([][2]reg.VecVirtual, rows)
	for i := range acc {
		acc[i] = [2]reg.VecVirtual{vec(), vec()}
		VXORPS(acc[i][0], acc[i][0], acc[i][0])
		VXORPS(acc[i][1], acc[i][1], acc[i][1])
	}
	add := Load(Param("add"), GP64())
	TESTQ(add, add)
	JZ(LabelRef("start"))
	p, ldc := stride("c", "ldc")
	for i := range acc {
		VMOVUPS(Mem{Base: p}, acc[i][0])
		VMOVUPS(Mem{Base: p, Disp: width}, acc[i][1])
		ADDQ(ldc, p)
	}

	Label("start")
	runs, n := Load(Param("runs"), GP64()), Load(Param("k"), GP64())
	aK, aRest := steps("aK", "aRun", n)
	bK, bRest := steps("bK", "bRun", n)
	k := GP64()

	Label("run")
	MOVQ(n, k)
	Label("loop")
	b0, b1 := vec(), vec()
	VMOVUPS(Mem{Base: b}, b0)
	VMOVUPS(Mem{Base: b, Disp: width}, b1)
	for i := range acc {
		x := vec()
		VBROADCASTSS(a.mem(i), x)
		VFMADD231PS(x, b0, acc[i][0])
		VFMADD231PS(x, b1, acc[i][1])
	}
	for _, base := range a.base {
		ADDQ(aK, base)
	}
	ADDQ(bK, b)
	DECQ(k)
	JNZ(LabelRef("loop"))
	for _, base := range a.base {
		ADDQ(aRest, base)
	}
	ADDQ(bRest, b)
	DECQ(runs)
	JNZ(LabelRef("run"))

	p, ldc = stride("c", "ldc")
	for i := range acc {
		VMOVUPS(acc[i][0], Mem{Base: p})
		VMOVUPS(acc[i][1], Mem{Base: p, Disp: width})
		ADDQ(ldc, p)
	}
	VZEROUPPER()
	RET()
}

// outer emits what tile does with a single product, for any number of rows.
func outer(isa string, width int, vec func() reg.VecVirtual) {
	TEXT("outer"+isa, NOSPLIT, "func(rows int, a *float32, aRow int, b, c *float32, ldc int)")
	Doc(fmt.Sprintf("outer%s computes rows of %d elements of C.", isa, width/2))
	Pragma("noescape")
	n, b := Load(Param("rows"), GP64()), Load(Param("b"), GP64())
	a, aRow := stride("a", "aRow")
	c, ldc := stride("c", "ldc")
	b0, b1, zero := vec(), vec(), vec()
	VMOVUPS(Mem{Base: b}, b0)
	VMOVUPS(Mem{Base: b, Disp: width}, b1)
	VXORPS(zero, zero, zero)
	Label("row")
	x, y := vec(), vec()
	VBROADCASTSS(Mem{Base: a}, x)
	VMOVAPS(x, y)
	VFMADD213PS(zero, b0, x) // no sum that starts from zero is -0
	VFMADD213PS(zero, b1, y)
	VMOVUPS(x, Mem{Base: c})
	VMOVUPS(y, Mem{Base: c, Disp: width})
	ADDQ(aRow, a)
	ADDQ(ldc, c)
	DECQ(n)
	JNZ(LabelRef("row"))
	VZEROUPPER()
	RET()
}

// dots emits the products of eight rows of packed panels, each of two registers of
// width bytes, with one vector. The sum of a row is kept in as many parts as a
// register has lanes.
func dots(isa string, width int, vec func() reg.VecVirtual) {
	TEXT("dots"+isa, NOSPLIT, "func(dst, b *float32, panel, panels int, x *float32)")
	Doc(fmt.Sprintf("dots%s multiplies 8 rows of panels, which lie panel floats apart, with x.", isa))
	Pragma("noescape")
	b, panel := stride("b", "panel")
	n, x := Load(Param("panels"), GP64()), Load(Param("x"), GP64())
	acc := make([]reg.VecVirtual, 8)
	for i := range acc {
		acc[i] = vec()
		VXORPS(acc[i], acc[i], acc[i])
	}
	Label("loop")
	for half := range 2 {
		v := vec()
		VMOVUPS(Mem{Base: x, Disp: half * width}, v)
		for i := range acc {
			VFMADD231PS(Mem{Base: b, Disp: (2*i + half) * width}, v, acc[i])
		}
	}
	ADDQ(Imm(uint64(2*width)), x)
	ADDQ(panel, b)
	DECQ(n)
	JNZ(LabelRef("loop"))

	dst := Load(Param("dst"), GP64())
	for i, v := range acc {
		VMOVSS(sum(v), Mem{Base: dst, Disp: 4 * i})
	}
	VZEROUPPER()
	RET()
}

// dotsAdd emits what dots does for the columns that a last panel has: n, which are
// less than a whole one's. What stands in the others isn't read.
func dotsAdd(isa string, width int, vec func() reg.VecVirtual) {
	TEXT("dotsAdd"+isa, NOSPLIT, "func(dst, b, x *float32, n int)")
	Doc(fmt.Sprintf("dotsAdd%s adds the products of n columns of 8 rows of a panel with x.", isa))
	Pragma("noescape")
	dst, b, x := Load(Param("dst"), GP64()), Load(Param("b"), GP64()), Load(Param("x"), GP64())
	load := maskedLoads(width, Load(Param("n"), GP64()))
	v := []reg.VecVirtual{vec(), vec()}
	for half := range v {
		load(half, Mem{Base: x, Disp: half * width}, v[half])
	}
	for i := range 8 {
		y, z := vec(), vec()
		load(0, Mem{Base: b, Disp: 2 * i * width}, y)
		load(1, Mem{Base: b, Disp: (2*i + 1) * width}, z)
		VMULPS(v[0], y, y)
		VFMADD231PS(v[1], z, y)
		s := sum(y)
		VADDSS(Mem{Base: dst, Disp: 4 * i}, s, s)
		VMOVSS(s, Mem{Base: dst, Disp: 4 * i})
	}
	VZEROUPPER()
	RET()
}

// maskedLoads returns what emits loads of the first or the second half of n floats, which
// are less than two registers of width bytes, with zeros behind.
func maskedLoads(width int, n reg.Register) func(half int, m Mem, v reg.VecVirtual) {
	if width == 64 {
		ones := GP64()
		MOVQ(I32(-1), ones)
		BZHIQ(n, ones, ones)
		var masks [2]reg.Register
		for i := range masks {
			masks[i] = K()
			KMOVW(ones.As32(), masks[i])
			SHRQ(Imm(16), ones)
		}
		return func(half int, m Mem, v reg.VecVirtual) { VMOVUPS_Z(m, masks[half], v) }
	}
	const all = 16
	GLOBL("columns", attr.RODATA|attr.NOPTR)
	for i := range 2 * all {
		ones := U32(0)
		if i < all {
			ones = ^ones
		}
		DATA(4*i, ones)
	}
	from := GP64()
	LEAQ(NewDataAddr(Symbol{Name: "columns", Static: true}, 4*all), from)
	NEGQ(n)
	var masks [2]reg.VecVirtual
	for i := range masks {
		masks[i] = YMM()
		VMOVUPS(Mem{Base: from, Index: n, Scale: 4, Disp: i * width}, masks[i])
	}
	return func(half int, m Mem, v reg.VecVirtual) { VMASKMOVPS(m, masks[half], v) }
}

// sum adds the lanes of a register, and returns the one that has the sum.
func sum(v reg.VecVirtual) reg.Register {
	if v.Size() == 64 {
		h := YMM()
		VEXTRACTF64X4(Imm(1), v, h)
		VADDPS(h, v.AsY(), v.AsY())
	}
	h := XMM()
	VEXTRACTF128(Imm(1), v.AsY(), h)
	VADDPS(h, v.AsX(), v.AsX())
	VPERMILPS(Imm(0x0e), v.AsX(), h)
	VADDPS(h, v.AsX(), v.AsX())
	VPERMILPS(Imm(1), v.AsX(), h)
	VADDSS(h, v.AsX(), v.AsX())
	return v.AsX()
}

// steps loads the steps of a pointer in elements, which it turns into bytes: within
// a run, and what n of those lack to the next run.
func steps(within, run string, n reg.Register) (step, rest reg.GPVirtual) {
	step, rest = GP64(), GP64()
	Load(Param(within), step)
	SHLQ(Imm(2), step)
	Load(Param(run), rest)
	SHLQ(Imm(2), rest)
	all := GP64()
	MOVQ(n, all)
	IMULQ(step, all)
	SUBQ(all, rest)
	return step, rest
}

// stride loads a pointer and a stride in elements, which it turns into bytes.
func stride(pointer, elements string) (p, bytes reg.GPVirtual) {
	p, bytes = GP64(), GP64()
	Load(Param(pointer), p)
	Load(Param(elements), bytes)
	SHLQ(Imm(2), bytes)
	return p, bytes
}

// A rowSet addresses n rows that lie ld bytes apart: one register for every
// four rows, and multiples of ld.
type rowSet struct {
	base    []reg.GPVirtual
	ld, ld3 reg.GPVirtual
}

func rowsAt(p, ld reg.GPVirtual, n int) rowSet {
	r := rowSet{base: []reg.GPVirtual{p}, ld: ld}
	if n > 3 {
		r.ld3 = GP64()
		LEAQ(Mem{Base: ld, Index: ld, Scale: 2}, r.ld3)
	}
	for i := 4; i < n; i += 4 {
		next := GP64()
		LEAQ(Mem{Base: r.base[i/4-1], Index: ld, Scale: 4}, next)
		r.base = append(r.base, next)
	}
	return r
}

func (r rowSet) mem(i int) Mem {
	m := Mem{Base: r.base[i/4]}
	switch i % 4 {
	case 1:
		m.Index, m.Scale = r.ld, 1
	case 2:
		m.Index, m.Scale = r.ld, 2
	case 3:
		m.Index, m.Scale = r.ld3, 1
	}
	return m
}

// transpose emits the transposition of 8 columns of n·8 contiguous floats into
// n·8 rows of 8 floats.
func transpose() {
	TEXT("transpose8AVX2", NOSPLIT, "func(dst *float32, dstRow int, src *float32, srcCol, n int)")
	Doc("transpose8AVX2 sets dst[i*dstRow+j] = src[j*srcCol+i] for i < 8*n, j < 8.")
	Pragma("noescape")
	dst, dstRow := stride("dst", "dstRow")
	p, srcCol := stride("src", "srcCol")
	src := rowsAt(p, srcCol, 8)
	n := Load(Param("n"), GP64())
	Label("loop")
	// Halves of two columns share a register, so that the shuffles within
	// 128-bit lanes suffice.
	var x [8]reg.VecVirtual
	for i := range 4 {
		lo, hi := YMM(), YMM()
		VMOVUPS(src.mem(i), lo.AsX())
		VINSERTF128(Imm(1), src.mem(i+4), lo, lo)
		m, m4 := src.mem(i), src.mem(i+4)
		m.Disp, m4.Disp = 16, 16
		VMOVUPS(m, hi.AsX())
		VINSERTF128(Imm(1), m4, hi, hi)
		x[i], x[i+4] = lo, hi
	}
	for half := range 2 {
		c := x[4*half : 4*half+4]
		t0, t1, t2, t3 := YMM(), YMM(), YMM(), YMM()
		VUNPCKLPS(c[1], c[0], t0)
		VUNPCKHPS(c[1], c[0], t1)
		VUNPCKLPS(c[3], c[2], t2)
		VUNPCKHPS(c[3], c[2], t3)
		for _, r := range []struct {
			imm    uint64
			lo, hi reg.VecVirtual
		}{{0x44, t0, t2}, {0xee, t0, t2}, {0x44, t1, t3}, {0xee, t1, t3}} {
			y := YMM()
			VSHUFPS(Imm(r.imm), r.hi, r.lo, y)
			VMOVUPS(y, Mem{Base: dst})
			ADDQ(dstRow, dst)
		}
	}
	for _, base := range src.base {
		ADDQ(Imm(32), base)
	}
	DECQ(n)
	JNZ(LabelRef("loop"))
	VZEROUPPER()
	RET()
}
