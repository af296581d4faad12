package vec

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/gokeras/keras/internal/allocs"
	"github.com/gokeras/keras/internal/kernel"
	"github.com/gokeras/keras/internal/kernel/kerneltest"
)

var (
	binaries = []*kernel.Func[Binary]{&Add, &Sub, &Mul, &Div, &Max, &Min,
		&AddRelu, &Gate, &Greater, &GreaterEqual, &Less, &LessEqual, &Equal, &NotEqual}
	scalars = []*kernel.Func[Scalar]{&AddScalar, &MulScalar, &RSubScalar, &DivScalar, &RDivScalar,
		&MaxScalar, &MinScalar}
	unaries    = []*kernel.Func[Unary]{&Neg, &Abs, &Sqrt, &Square, &Step, &Relu, &AddTo}
	functions  = []*kernel.Func[Unary]{&Exp, &Log, &Tanh, &Sigmoid, &Erf, &Erfc, &Expm1, &Log1p}
	reductions = []*kernel.Func[func(a []float32) float32]{&Sum, &MaxOf, &MinOf}
)

var special = func() []float32 {
	var v []float32
	for _, b := range []uint32{
		0, 1, 2, 0x7fffff, 0x800000, 0x800001, // zero, denormal and smallest normal numbers
		0x3f800000, 0x3f7fffff, 0x3f800001, 0x40490fdb, 0x7f7fffff, 0x7f800000, 0x7fc00000, 0x7fc12345,
	} {
		v = append(v, math.Float32frombits(b), math.Float32frombits(b|1<<31))
	}
	return v
}()

// same reports whether x and y have the same bits or are both NaN.
func same(x, y float32) bool {
	return math.Float32bits(x) == math.Float32bits(y) || x != x && y != y
}

func compare(t *testing.T, what string, got, want []float32) {
	t.Helper()
	for i := range want {
		if !same(got[i], want[i]) {
			t.Fatalf("%s: element %d of %d is %v (%#x), want %v (%#x)", what, i, len(want),
				got[i], math.Float32bits(got[i]), want[i], math.Float32bits(want[i]))
		}
	}
}

// mixed fills a slice with numbers of all kinds.
func mixed(r *rand.Rand, v []float32) []float32 {
	for i := range v {
		switch r.IntN(4) {
		case 0:
			v[i] = special[r.IntN(len(special))]
		case 1:
			v[i] = math.Float32frombits(r.Uint32())
		default:
			v[i] = float32(r.NormFloat64())
		}
	}
	return v
}

// An operands is memory for calls of every length at every kind of place.
type operands struct{ dst, want, a, b, c []float32 }

// sizes calls f for lengths 0 to 70 at odd offsets, for lengths next to the
// end of forbidden pages and for one above the chunk.
func sizes(t *testing.T, f func(what string, o operands)) {
	t.Helper()
	r := rand.New(rand.NewPCG(1, 2))
	for n := 0; n <= 70; n++ {
		off := n % 5
		p := func() []float32 { return mixed(r, make([]float32, n+off))[off:] }
		f(fmt.Sprintf("length %d, offset %d", n, off), operands{p(), make([]float32, n), p(), p(), p()})
	}
	p := func() []float32 { return mixed(r, make([]float32, chunk+77)) }
	f("long", operands{p(), make([]float32, chunk+77), p(), p(), p()})

	var start, end [4][]float32
	for i := range start {
		start[i], end[i] = kerneltest.Guarded(t, 70)
	}
	for n := 0; n <= 70; n++ {
		want := make([]float32, n)
		f("guarded before", operands{mixed(r, start[0][:n]), want, mixed(r, start[1][:n]), mixed(r, start[2][:n]), mixed(r, start[3][:n])})
		f("guarded behind", operands{mixed(r, end[0][70-n:]), want, mixed(r, end[1][70-n:]), mixed(r, end[2][70-n:]), mixed(r, end[3][70-n:])})
	}
}

func TestBinary(t *testing.T) {
	for _, f := range binaries {
		kerneltest.Each(t, f, func(t *testing.T, run Binary) {
			sizes(t, func(what string, o operands) {
				f.Generic(o.want, o.a, o.b)
				run(o.dst, o.a, o.b)
				compare(t, what, o.dst, o.want)
				copy(o.dst, o.a)
				run(o.dst, o.dst, o.b)
				compare(t, what+", in place", o.dst, o.want)
			})
			for _, x := range special {
				for _, y := range special {
					var got, want [1]float32
					run(got[:], []float32{x}, []float32{y})
					f.Generic(want[:], []float32{x}, []float32{y})
					compare(t, fmt.Sprint(x, y), got[:], want[:])
				}
			}
		})
	}
}

func TestScalar(t *testing.T) {
	for _, f := range scalars {
		kerneltest.Each(t, f, func(t *testing.T, run Scalar) {
			for _, s := range special {
				got, want := make([]float32, len(special)), make([]float32, len(special))
				f.Generic(want, special, s)
				run(got, special, s)
				compare(t, fmt.Sprint(s), got, want)
			}
			sizes(t, func(what string, o operands) {
				copy(o.want, o.dst)
				f.Generic(o.want, o.a, 1.7)
				run(o.dst, o.a, 1.7)
				compare(t, what, o.dst, o.want)
			})
		})
	}
}

func TestScaled(t *testing.T) {
	for _, f := range []*kernel.Func[Scaled]{&AddScaled, &Toward, &TowardSquare, &MaxAbs} {
		kerneltest.Each(t, f, func(t *testing.T, run Scaled) {
			for _, s := range special {
				got, want := make([]float32, len(special)), make([]float32, len(special))
				f.Generic(want, special, special, s)
				run(got, special, special, s)
				compare(t, fmt.Sprint(s), got, want)
			}
			sizes(t, func(what string, o operands) {
				f.Generic(o.want, o.a, o.b, 1.7)
				run(o.dst, o.a, o.b, 1.7)
				compare(t, what, o.dst, o.want)
				copy(o.dst, o.a)
				run(o.dst, o.dst, o.b, 1.7)
				compare(t, what+", in place", o.dst, o.want)
			})
		})
	}
}

func TestAddScaled4(t *testing.T) {
	kerneltest.Each(t, &AddScaled4, func(t *testing.T, run Sum4) {
		sizes(t, func(what string, o operands) {
			copy(o.want, o.dst)
			AddScaled4.Generic(o.want, o.a, o.b, o.c, o.a, 1.7, -2, .3, 5)
			run(o.dst, o.a, o.b, o.c, o.a, 1.7, -2, .3, 5)
			compare(t, what, o.dst, o.want)
		})
	})
}

func TestUnary(t *testing.T) {
	for _, f := range unaries {
		kerneltest.Each(t, f, func(t *testing.T, run Unary) {
			got, want := make([]float32, len(special)), make([]float32, len(special))
			f.Generic(want, special)
			run(got, special)
			compare(t, "special", got, want)
			sizes(t, func(what string, o operands) {
				copy(o.want, o.dst)
				f.Generic(o.want, o.a)
				run(o.dst, o.a)
				compare(t, what, o.dst, o.want)
			})
		})
	}
}

func TestSelect(t *testing.T) {
	kerneltest.Each(t, &Select, func(t *testing.T, run func(dst, cond, a, b []float32)) {
		sizes(t, func(what string, o operands) {
			Select.Generic(o.want, o.c, o.a, o.b)
			run(o.dst, o.c, o.a, o.b)
			compare(t, what, o.dst, o.want)
		})
	})
}

func TestFill(t *testing.T) {
	kerneltest.Each(t, &Fill, func(t *testing.T, run func(dst []float32, s float32)) {
		sizes(t, func(what string, o operands) {
			Fill.Generic(o.want, 2.5)
			run(o.dst, 2.5)
			compare(t, what, o.dst, o.want)
		})
	})
}

func TestReductions(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for _, f := range reductions {
		kerneltest.Each(t, f, func(t *testing.T, run func(a []float32) float32) {
			sizes(t, func(what string, o operands) {
				compare(t, what, []float32{run(o.a)}, []float32{f.Generic(o.a)})
				for i := range o.a { // numbers only
					o.a[i] = float32(r.NormFloat64())
				}
				compare(t, what+", numbers", []float32{run(o.a)}, []float32{f.Generic(o.a)})
			})
			for _, x := range special {
				for _, y := range special {
					a := []float32{x, x, x, y, x}
					compare(t, fmt.Sprint(a), []float32{run(a)}, []float32{f.Generic(a)})
				}
			}
		})
	}
	kerneltest.Each(t, &Dot, func(t *testing.T, run func(a, b []float32) float32) {
		sizes(t, func(what string, o operands) {
			compare(t, what, []float32{run(o.a, o.b)}, []float32{Dot.Generic(o.a, o.b)})
			for i := range o.a {
				o.a[i], o.b[i] = float32(r.NormFloat64()), float32(r.NormFloat64())
			}
			compare(t, what+", numbers", []float32{run(o.a, o.b)}, []float32{Dot.Generic(o.a, o.b)})
		})
	})
}

func TestReductionValues(t *testing.T) {
	a, b := make([]float32, 3*chunk/2), make([]float32, 3*chunk/2)
	for i := range a {
		a[i], b[i] = float32(i%7), 2
	}
	sum, most, least := 0, 6, 0
	for i := range a {
		sum += i % 7
	}
	if got := Sum.Best()(a); got != float32(sum) {
		t.Errorf("Sum = %v, want %d", got, sum)
	}
	if got := Dot.Best()(a, b); got != float32(2*sum) {
		t.Errorf("Dot = %v, want %d", got, 2*sum)
	}
	if got := MaxOf.Best()(a); got != float32(most) {
		t.Errorf("MaxOf = %v, want %d", got, most)
	}
	if got := MinOf.Best()(a); got != float32(least) {
		t.Errorf("MinOf = %v, want %d", got, least)
	}
}

func TestShortOperandPanics(t *testing.T) {
	for _, f := range binaries {
		kerneltest.Each(t, f, func(t *testing.T, run Binary) {
			defer func() {
				if recover() == nil {
					t.Error("no panic")
				}
			}()
			run(make([]float32, 3), make([]float32, 3), make([]float32, 2))
		})
	}
}

func TestAllocations(t *testing.T) {
	a, b := make([]float32, 100), make([]float32, 100)
	add, exp, sum := Add.Best(), Exp.Best(), Sum.Best()
	if n := allocs.PerRun(10, func() {
		add(b, a, b)
		exp(b, a)
		b[0] = sum(b)
	}); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

func BenchmarkVec(b *testing.B) {
	const n = 4096
	x, y, dst := make([]float32, n), make([]float32, n), make([]float32, n)
	for i := range x {
		x[i], y[i] = float32(i%200)/20-5, 2
	}
	bench := func(name string, f func()) {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				f()
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/n, "ns/elem")
		})
	}
	for _, f := range binaries {
		run := f.Best()
		bench(f.Name, func() { run(dst, x, y) })
	}
	for _, f := range append(unaries, functions...) {
		run := f.Best()
		bench(f.Name, func() { run(dst, x) })
	}
	for _, f := range reductions {
		run := f.Best()
		bench(f.Name, func() { run(x) })
	}
}
