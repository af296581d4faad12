package gemm

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/gokeras/keras/internal/allocs"
	"github.com/gokeras/keras/internal/kernel/kerneltest"
	"github.com/gokeras/keras/internal/roof"
)

// A product is a problem and its operands, A and B transposed or not.
type product struct {
	m, n, k        int
	transA, transB bool
	a, b           []float32
}

func newProduct(r *rand.Rand, m, n, k int, transA, transB bool) product {
	p := product{m: m, n: n, k: k, transA: transA, transB: transB, a: make([]float32, m*k), b: make([]float32, k*n)}
	for i := range p.a {
		p.a[i] = r.Float32() - 0.5
	}
	for i := range p.b {
		p.b[i] = r.Float32() - 0.5
	}
	return p
}

func (p product) aStrides() (row, k int) {
	if p.transA {
		return 1, p.m
	}
	return p.k, 1
}

func (p product) bStrides() (row, col int) {
	if p.transB {
		return 1, p.k
	}
	return p.n, 1
}

// at returns element (i, j) of the product in double precision, and the sum of
// the absolute values that bounds its error.
func (p product) at(i, j int) (sum, bound float64) {
	ar, ak := p.aStrides()
	br, bc := p.bStrides()
	for l := range p.k {
		x := float64(p.a[i*ar+l*ak]) * float64(p.b[l*br+j*bc])
		sum += x
		bound += math.Abs(x)
	}
	return sum, bound
}

func (p product) mul(g Kernel) []float32 {
	packed := make([]float32, g.PackedLen(p.k, p.n))
	br, bc := p.bStrides()
	g.Pack(packed, p.b, br, bc, p.k, p.n, 0, g.Panels(p.n))
	c := make([]float32, p.m*p.n)
	for i := range c {
		c[i] = float32(math.NaN())
	}
	ar, ak := p.aStrides()
	g.Mul(c, p.n, p.a, ar, ak, packed, p.m, p.n, p.k, 0, g.Panels(p.n), 0, p.m, make([]float32, g.ScratchLen()))
	return c
}

func TestMul(t *testing.T) {
	kerneltest.Each(t, &Kernels, func(t *testing.T, g Kernel) {
		r := rand.New(rand.NewPCG(1, 2))
		check := func(m, n, k int, transA, transB bool) {
			t.Helper()
			p := newProduct(r, m, n, k, transA, transB)
			c := p.mul(g)
			for i := range m {
				for j := range n {
					want, bound := p.at(i, j)
					if got := float64(c[i*n+j]); !(math.Abs(got-want) <= bound*1e-6+1e-30) {
						t.Fatalf("%d×%d×%d, transposed %v %v: c[%d,%d] = %v, want %v", m, n, k, transA, transB, i, j, got, want)
					}
				}
			}
		}
		for m := range 33 {
			for _, n := range []int{1, 15, 16, 17, 31, 32, 33, 70} {
				for _, k := range []int{0, 1, 2, 7, 17} {
					check(m, n, k, m&1 != 0, n&1 != 0)
				}
			}
		}
		for _, transA := range []bool{false, true} {
			for _, transB := range []bool{false, true} {
				check(13, 70, 150, transA, transB)
				check(70, 13, 150, transA, transB)
			}
		}
		check(5, 40, 2*depth+3, false, true)
		check(100, 20, depth, true, false)
	})
}

// TestPartition computes one product in several partitions, which must agree
// bit for bit.
func TestPartition(t *testing.T) {
	kerneltest.Each(t, &Kernels, func(t *testing.T, g Kernel) {
		r := rand.New(rand.NewPCG(3, 4))
		for _, k := range []int{1, 33, depth + 100} {
			p := newProduct(r, 45, 107, k, false, true)
			want := p.mul(g)
			panels := g.Panels(p.n)
			packed := make([]float32, g.PackedLen(k, p.n))
			for i := range panels { // panel by panel
				g.Pack(packed, p.b, 1, k, k, p.n, i, i+1)
			}
			got := make([]float32, p.m*p.n)
			scratch := make([]float32, g.ScratchLen())
			for _, rows := range []int{1, 2, 3, 5, 7, 13, 29} {
				clear(got)
				for lo := 0; lo < p.m; lo += rows {
					for j := range panels {
						g.Mul(got, p.n, p.a, k, 1, packed, p.m, p.n, k, j, j+1, lo, min(lo+rows, p.m), scratch)
					}
				}
				if !slices.Equal(got, want) {
					t.Fatalf("k=%d: by %d rows the result differs", k, rows)
				}
			}
		}
	})
}

func TestMulAdd(t *testing.T) {
	kerneltest.Each(t, &Kernels, func(t *testing.T, g Kernel) {
		r := rand.New(rand.NewPCG(5, 6))
		p := newProduct(r, 17, 75, 60, false, false)
		want := p.mul(g)
		packed := make([]float32, g.PackedLen(p.k, p.n))
		g.Pack(packed, p.b, p.n, 1, p.k, p.n, 0, g.Panels(p.n))
		c := make([]float32, p.m*p.n)
		scratch := make([]float32, g.ScratchLen())
		// The sum over k in two halves is the same chain of additions.
		half := make([]float32, g.PackedLen(p.k/2, p.n))
		for _, lo := range []int{0, p.k / 2} {
			g.Pack(half, p.b[lo*p.n:], p.n, 1, p.k/2, p.n, 0, g.Panels(p.n))
			g.MulAdd(c, p.n, p.a[lo:], p.k, 1, half, p.m, p.n, p.k/2, 0, g.Panels(p.n), 0, p.m, scratch)
		}
		if !slices.Equal(c, want) {
			t.Error("two halves added differ from the whole")
		}
		g.MulAdd(c, p.n, nil, 0, 0, nil, p.m, p.n, 0, 0, g.Panels(p.n), 0, p.m, scratch)
		if !slices.Equal(c, want) {
			t.Error("adding a product with k = 0 changed C")
		}
	})
}

func TestPack(t *testing.T) {
	kerneltest.Each(t, &Kernels, func(t *testing.T, g Kernel) {
		for _, n := range []int{1, 7, 8, 16, 31, 32, 33, 75} {
			for _, k := range []int{0, 1, 7, 8, 9, 64, 65, 71, 72, 130} {
				for _, s := range [][2]int{{n + 3, 1}, {1, k + 5}, {2*n + 1, 2}} {
					b := make([]float32, (k+1)*s[0]+(n+1)*s[1])
					for i := range b {
						b[i] = float32(i + 1)
					}
					dst := make([]float32, g.PackedLen(k, n))
					for i := range dst {
						dst[i] = -1
					}
					g.Pack(dst, b, s[0], s[1], k, n, 0, g.Panels(n))
					for q, got := range dst {
						p, i, j := q/(k*g.width), q/g.width%k, q%g.width
						var want float32
						if col := p*g.width + j; col < n {
							want = b[i*s[0]+col*s[1]]
						}
						if got != want {
							t.Fatalf("k=%d n=%d strides %v: packed[%d] = %v, want %v", k, n, s, q, got, want)
						}
					}
				}
			}
		}
	})
}

func TestGuarded(t *testing.T) {
	kerneltest.Each(t, &Kernels, func(t *testing.T, g Kernel) {
		pick := func(n int, end bool) []float32 {
			s, e := kerneltest.Guarded(t, n)
			if end {
				return e
			}
			return s
		}
		for _, end := range []bool{false, true} {
			for m := 1; m <= 15; m++ {
				for _, n := range []int{g.width - 1, g.width, g.width + 1} {
					const k = 19
					a, b, c := pick(m*k, end), pick(n*k, end), pick(m*n, end)
					packed, scratch := pick(g.PackedLen(k, n), end), pick(g.ScratchLen(), end)
					g.Pack(packed, b, 1, k, k, n, 0, g.Panels(n))
					g.Pack(packed, b, n, 1, k, n, 0, g.Panels(n))
					g.Mul(c, n, a, k, 1, packed, m, n, k, 0, g.Panels(n), 0, m, scratch)
					g.MulAdd(c, n, a, 1, m, packed, m, n, k, 0, g.Panels(n), 0, m, scratch)
				}
			}
		}
	})
}

// TestUntouched checks that elements beside the asked ones stay as they are.
func TestUntouched(t *testing.T) {
	kerneltest.Each(t, &Kernels, func(t *testing.T, g Kernel) {
		p := newProduct(rand.New(rand.NewPCG(7, 8)), 9, 2*g.width+5, 11, false, false)
		packed := make([]float32, g.PackedLen(p.k, p.n))
		g.Pack(packed, p.b, p.n, 1, p.k, p.n, 0, 3)
		ldc := p.n + 7
		c := make([]float32, p.m*ldc)
		g.Mul(c, ldc, p.a, p.k, 1, packed, p.m, p.n, p.k, 1, 3, 2, 6, make([]float32, g.ScratchLen()))
		for i := range c {
			row, col := i/ldc, i%ldc
			inside := 2 <= row && row < 6 && g.width <= col && col < p.n
			if (c[i] != 0) != inside {
				t.Fatalf("c[%d,%d] = %v", row, col, c[i])
			}
		}
	})
}

func TestSpecialValues(t *testing.T) {
	inf := float32(math.Inf(1))
	kerneltest.Each(t, &Kernels, func(t *testing.T, g Kernel) {
		p := product{m: 2, n: 2, k: 2, a: []float32{inf, 1, 0, 1}, b: []float32{0, 1, 1, 2}}
		c := p.mul(g)
		if !math.IsNaN(float64(c[0])) || c[1] != inf || c[2] != 1 || c[3] != 2 {
			t.Errorf("got %v, want [NaN +Inf 1 2]", c)
		}
	})
}

func TestBadSizes(t *testing.T) {
	mul := func(c, a, packed, scratch, k int) func() {
		return func() {
			Mul(make([]float32, c), 3, make([]float32, a), k, 1, make([]float32, packed), 2, 3, k, 0, 1, 0, 2, make([]float32, scratch))
		}
	}
	ok, s := PackedLen(4, 3), ScratchLen()
	mul(6, 8, ok, s, 4)()
	for name, f := range map[string]func(){
		"short C":       mul(5, 8, ok, s, 4),
		"short A":       mul(6, 7, ok, s, 4),
		"short packed":  mul(6, 8, ok-1, s, 4),
		"short scratch": mul(6, 8, ok, s-1, 4),
		"negative k":    mul(6, 8, ok, s, -1),
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s: no panic", name)
				}
			}()
			f()
		}()
	}
}

func TestMulAllocates(t *testing.T) {
	p := newProduct(rand.New(rand.NewPCG(9, 1)), 20, 50, 30, false, false)
	packed, c, scratch := make([]float32, PackedLen(p.k, p.n)), make([]float32, p.m*p.n), make([]float32, ScratchLen())
	if n := allocs.PerRun(10, func() {
		Pack(packed, p.b, p.n, 1, p.k, p.n, 0, Panels(p.n))
		Mul(c, p.n, p.a, p.k, 1, packed, p.m, p.n, p.k, 0, Panels(p.n), 0, p.m, scratch)
		Dots(c[:13], packed, p.k, p.n, 3, p.a[:p.n], scratch)
	}); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

func BenchmarkMul(b *testing.B) {
	fma := roof.GFLOPS(1)
	for _, s := range []struct {
		m, n, k int
		transA  bool
	}{{100, 500, 784, false}, {784, 500, 100, true}, {100, 10, 500, false}, {10, 500, 784, false}, {1, 500, 784, false}, {1000, 500, 784, false}} {
		p := newProduct(rand.New(rand.NewPCG(1, 1)), s.m, s.n, s.k, s.transA, false)
		name := fmt.Sprintf("%dx%dx%d", s.m, s.n, s.k)
		if s.transA {
			name += "T"
		}
		g := best
		packed, c, scratch := make([]float32, g.PackedLen(p.k, p.n)), make([]float32, p.m*p.n), make([]float32, g.ScratchLen())
		g.Pack(packed, p.b, p.n, 1, p.k, p.n, 0, g.Panels(p.n))
		ar, ak := p.aStrides()
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				g.Mul(c, p.n, p.a, ar, ak, packed, p.m, p.n, p.k, 0, g.Panels(p.n), 0, p.m, scratch)
			}
			rate := 2 * float64(p.m) * float64(p.n) * float64(p.k) * float64(b.N) / float64(b.Elapsed().Nanoseconds())
			b.ReportMetric(rate, "GFLOP/s")
			b.ReportMetric(rate/fma, "of-roof")
		})
	}
}

func BenchmarkPack(b *testing.B) {
	const k, n = 784, 500
	src, dst := make([]float32, k*n), make([]float32, PackedLen(k, n))
	for name, s := range map[string][2]int{"rows": {n, 1}, "columns": {1, k}} {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(4 * k * n)
			for b.Loop() {
				Pack(dst, src, s[0], s[1], k, n, 0, Panels(n))
			}
		})
	}
}

func TestDots(t *testing.T) {
	kerneltest.Each(t, &Kernels, func(t *testing.T, g Kernel) {
		r := rand.New(rand.NewPCG(3, 4))
		for _, size := range [][2]int{{1, 1}, {3, 40}, {7, 64}, {8, 5}, {9, 33}, {40, 500}, {500, 70}} {
			k, n := size[0], size[1]
			p := newProduct(r, 1, k, n, false, true)
			// The transpose of B is what is packed. Nobody may read beyond its columns.
			_, packed := kerneltest.Guarded(t, g.PackedLen(k, n))
			_, x := kerneltest.Guarded(t, n)
			copy(x, p.a)
			for i := range packed {
				packed[i] = float32(math.NaN())
			}
			for panel := range g.Panels(n) {
				for i := range k {
					copy(packed[(panel*k+i)*g.width:][:min(g.width, n-panel*g.width)], p.b[i*n+panel*g.width:])
				}
			}
			for first := range min(k, 12) {
				for _, rows := range []int{0, 1, 7, 8, 9, k - first} {
					if first+rows > k {
						continue
					}
					dst := make([]float32, rows+1)
					g.Dots(dst[:rows], packed, k, n, first, x, make([]float32, 8))
					for i, got := range dst[:rows] {
						want, bound := p.at(0, first+i)
						if math.Abs(float64(got)-want) > 1e-6*bound+1e-30 {
							t.Fatalf("%d×%d, row %d: %v, want %v", k, n, first+i, got, want)
						}
					}
					if dst[rows] != 0 {
						t.Fatalf("%d×%d: wrote beyond row %d", k, n, first+rows)
					}
				}
			}
		}
	})
}
