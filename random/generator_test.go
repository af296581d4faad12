package random

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/gokeras/keras/internal/allocs"
)

var _ rand.Source = (*Generator)(nil)

// TestFirstValues holds the numbers of seed 42 to what another implementation of
// the algorithm gave, with NormalDist.inv_cdf of Python.
func TestFirstValues(t *testing.T) {
	g := New(42)
	for _, want := range []uint64{0xef0b17c6dc9ba2ad, 0x5f5d9c0771cfd3e8} {
		if got := g.Uint64(); got != want {
			t.Errorf("Uint64() = %#x, want %#x", got, want)
		}
	}
	if got := New(42).Float32(); got != 0.8617497682571411 {
		t.Errorf("Float32() = %v", got)
	}
	if got := New(42).ChildAt(3).Seed(); got != 0x18cac6172359999d {
		t.Errorf("ChildAt(3).Seed() = %#x", got)
	}
	if got := New(42).Child("dense").Seed(); got != 0x7e532f7952e08e52 {
		t.Errorf("Child(dense).Seed() = %#x", got)
	}
	fills := map[string]struct {
		fill func(*Generator, []float32)
		want []float32
	}{
		"Uniform": {func(g *Generator, d []float32) { g.Uniform(d, 0, 1) },
			[]float32{0.8617497682571411, 0.9337629675865173, 0.4445773959159851, 0.37252211570739746, 0.04536330699920654}},
		"Normal": {func(g *Generator, d []float32) { g.Normal(d, 1, 2) },
			[]float32{3.176429271697998, 4.008834362030029, 0.7212527394294739, 0.3496384024620056, -2.3831536769866943}},
		"TruncatedNormal": {func(g *Generator, d []float32) { g.TruncatedNormal(d, 0, 1) },
			[]float32{1.0164401531219482, 1.3659754991531372, -0.132993683218956, -0.3098897635936737, -1.5058765411376953}},
	}
	for name, f := range fills {
		got := make([]float32, 5)
		f.fill(New(42), got)
		for i, w := range f.want {
			if d := math.Abs(float64(got[i] - w)); d > 5e-7 {
				t.Errorf("%s: number %d is %v, want %v", name, i, got[i], w)
			}
		}
	}
}

// TestSameBits holds the numbers to their exact bits, which no machine may change.
func TestSameBits(t *testing.T) {
	const n = 20001
	v := make([]float32, n)
	for _, c := range []struct {
		name string
		fill func(*Generator)
		want uint64
	}{
		{"Uniform", func(g *Generator) { g.Uniform(v, -.05, .05) }, 0x2fef65bd77ee3d61},
		{"Normal", func(g *Generator) { g.Normal(v, .1, .05) }, 0x51f26f0488642668},
		{"TruncatedNormal", func(g *Generator) { g.TruncatedNormal(v, 0, .3) }, 0x9a14b9373d916deb},
	} {
		c.fill(New(7))
		h := uint64(14695981039346656037)
		for _, x := range v {
			h = (h ^ uint64(math.Float32bits(x))) * 1099511628211
		}
		if h != c.want {
			t.Errorf("%s: the bits hash to %#x, want %#x", c.name, h, c.want)
		}
	}
}

func TestSequence(t *testing.T) {
	a, b := New(1), New(1)
	x, y := make([]float32, 7), make([]float32, 7)
	a.Normal(x, 0, 1)
	b.Normal(y, 0, 1)
	if !slices.Equal(x, y) {
		t.Errorf("one seed gave %v and %v", x, y)
	}
	a.Normal(x, 0, 1)
	if slices.Equal(x, y) {
		t.Errorf("two fills gave the same numbers %v", x)
	}
	New(2).Normal(x, 0, 1)
	if slices.Equal(x, y) {
		t.Errorf("two seeds gave the same numbers %v", x)
	}
	// A child depends on the seed only, a split on what was drawn.
	if New(1).Child("a").Seed() != a.Child("a").Seed() || New(1).ChildAt(5).Seed() != a.ChildAt(5).Seed() {
		t.Error("a child depends on what was drawn")
	}
	seen := map[int64]bool{}
	for i := range 1000 {
		seen[a.ChildAt(i).Seed()] = true
		seen[a.Split().Seed()] = true
	}
	for _, n := range []string{"", "a", "b", "dense", "dense_1"} {
		seen[a.Child(n).Seed()] = true
	}
	if len(seen) != 2005 {
		t.Errorf("2005 children have %d seeds", len(seen))
	}
	if got := New(-5).Seed(); got != -5 {
		t.Errorf("New(-5).Seed() = %d", got)
	}
}

func TestNoAllocation(t *testing.T) {
	g, v, idx := New(1), make([]float32, 1000), make([]int32, 1000)
	if n := allocs.PerRun(10, func() {
		g.Uniform(v, 0, 1)
		g.Normal(v, 0, 1)
		g.TruncatedNormal(v, 0, 1)
		g.Shuffle(idx)
	}); n != 0 {
		t.Errorf("%v allocations", n)
	}
}
