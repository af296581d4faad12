package random

import (
	"math"
	"slices"
	"testing"
)

func phi(x float64) float64 { return math.Erfc(-x/math.Sqrt2) / 2 }

// TestDistributions holds mean, variance and the distribution function (the test
// of Kolmogorov and Smirnov) of each fill to the exact ones.
func TestDistributions(t *testing.T) {
	const n = 200_000
	p2 := phi(-2)
	for _, c := range []struct {
		name     string
		fill     func(*Generator, []float32)
		mean, sd float64
		cdf      func(float64) float64
		lo, hi   float64
	}{
		{"uniform", func(g *Generator, v []float32) { g.Uniform(v, -3, 5) }, 1, 8 / math.Sqrt(12),
			func(x float64) float64 { return (x + 3) / 8 }, -3, 5},
		{"normal", func(g *Generator, v []float32) { g.Normal(v, 2, .5) }, 2, .5,
			func(x float64) float64 { return phi((x - 2) / .5) }, 2 - .5*6.4, 2 + .5*6.4},
		{"truncated", func(g *Generator, v []float32) { g.TruncatedNormal(v, -1, 2) }, -1, 2 * .87962566103423978,
			func(x float64) float64 { return (phi((x+1)/2) - p2) / (1 - 2*p2) }, -5, 3},
	} {
		for seed := range int64(3) {
			v := make([]float32, n)
			c.fill(New(seed), v)
			var sum, sq float64
			for _, x := range v {
				sum += float64(x)
				sq += (float64(x) - c.mean) * (float64(x) - c.mean)
			}
			if d := math.Abs(sum/n-c.mean) / (c.sd / math.Sqrt(n)); d > 4 {
				t.Errorf("%s, seed %d: the mean is %v, want %v (%.1f standard errors off)", c.name, seed, sum/n, c.mean, d)
			}
			if sd := math.Sqrt(sq / n); math.Abs(sd/c.sd-1) > 4/math.Sqrt(2*n) {
				t.Errorf("%s, seed %d: the standard deviation is %v, want %v", c.name, seed, sd, c.sd)
			}
			slices.Sort(v)
			if lo, hi := float64(v[0]), float64(v[n-1]); lo < c.lo || hi > c.hi {
				t.Errorf("%s, seed %d: numbers from %v to %v, want them in [%v, %v]", c.name, seed, lo, hi, c.lo, c.hi)
			}
			var far float64
			for i, x := range v {
				f := c.cdf(float64(x))
				far = max(far, math.Abs(f-float64(i)/n), math.Abs(f-float64(i+1)/n))
			}
			// 1.95/√n is exceeded once in a thousand.
			if far > 1.95/math.Sqrt(n) {
				t.Errorf("%s, seed %d: the distribution function is off by %v", c.name, seed, far)
			}
		}
	}
}

// TestUniformEnd checks that rounding never gives the upper limit.
func TestUniformEnd(t *testing.T) {
	v := make([]float32, 1<<16)
	for _, c := range [][2]float32{{1, math.Nextafter32(1, 2)}, {1 << 24, 1<<24 + 4}, {-.05, .05}, {2, 2}} {
		New(1).Uniform(v, c[0], c[1])
		if lo, hi := slices.Min(v), slices.Max(v); lo < c[0] || hi >= c[1] && c[0] < c[1] || hi > c[1] {
			t.Errorf("Uniform(%v, %v) gave numbers from %v to %v", c[0], c[1], lo, hi)
		}
	}
}

func TestQuantile(t *testing.T) {
	for _, p := range []float64{1.2e-10, 2e-9, 1e-5, .001, .02, .0749, .0751, .2, .4999, .5, .7, .925, .93, .999, 1 - 1e-9} {
		want := math.Sqrt2 * math.Erfinv(2*p-1)
		if p < .01 {
			want = -math.Sqrt2 * math.Erfcinv(2*p) // 2p-1 has too few digits
		}
		if got := quantile(p); math.Abs(got-want) > 3e-7*math.Abs(want) {
			t.Errorf("quantile(%v) = %v, want %v", p, got, want)
		}
	}
	for x := 1e-12; x < 10; x *= 1.37 {
		if got, want := ln(x), math.Log(x); math.Abs(got-want) > 1e-13*max(1, math.Abs(want)) {
			t.Errorf("ln(%v) = %v, want %v", x, got, want)
		}
	}
}

// chi2 is Σ(n-e)²/e over the counts of equally probable things.
func chi2(counts []int, total int) float64 {
	e, sum := float64(total)/float64(len(counts)), 0.0
	for _, n := range counts {
		sum += (float64(n) - e) * (float64(n) - e) / e
	}
	return sum
}

func TestPermutations(t *testing.T) {
	// Every order of 4 things, equally often: 23 degrees of freedom, and 49.7 is
	// exceeded once in a thousand.
	const draws = 24_000
	counts := map[[4]int32]int{}
	g := New(3)
	for range draws {
		p := []int32{0, 1, 2, 3}
		g.Shuffle(p)
		counts[[4]int32(p)]++
	}
	all := make([]int, 0, 24)
	for _, n := range counts {
		all = append(all, n)
	}
	if x := chi2(all, draws); len(all) != 24 || x > 49.7 {
		t.Errorf("%d of 24 orders, χ² = %v", len(all), x)
	}
	p := New(1).Perm(1000)
	q := slices.Clone(p)
	slices.Sort(q)
	for i, x := range q {
		if i != x {
			t.Fatalf("Perm(1000) is no permutation: %d is missing", i)
		}
	}
	if slices.Equal(p, q) {
		t.Error("Perm(1000) is in order")
	}
	if len(New(1).Perm(0)) != 0 {
		t.Error("Perm(0) isn't empty")
	}
}

func TestIntN(t *testing.T) {
	// 6 degrees of freedom: 22.5 is exceeded once in a thousand.
	counts := make([]int, 7)
	g := New(5)
	for range 70_000 {
		counts[g.IntN(7)]++
	}
	if x := chi2(counts, 70_000); x > 22.5 {
		t.Errorf("counts %v, χ² = %v", counts, x)
	}
	// Half of the words are rejected for this n.
	const big = 1<<62 + 1
	for range 1000 {
		if n := g.IntN(big); n < 0 || n >= big {
			t.Fatalf("IntN(%d) = %d", big, n)
		}
	}
	defer func() {
		if recover() == nil {
			t.Error("IntN(0) didn't panic")
		}
	}()
	g.IntN(0)
}

func BenchmarkNormal(b *testing.B) {
	v := make([]float32, 1<<16)
	b.SetBytes(4 << 16)
	g := New(1)
	for b.Loop() {
		g.Normal(v, 0, 1)
	}
}

func BenchmarkUniform(b *testing.B) {
	v := make([]float32, 1<<16)
	b.SetBytes(4 << 16)
	g := New(1)
	for b.Loop() {
		g.Uniform(v, 0, 1)
	}
}

func BenchmarkShuffle(b *testing.B) {
	idx := make([]int32, 60_000)
	g := New(1)
	for b.Loop() {
		g.Shuffle(idx)
	}
}
