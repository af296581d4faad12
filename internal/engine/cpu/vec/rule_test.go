package vec

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/gokeras/keras/internal/kernel"
	"github.com/gokeras/keras/internal/kernel/kerneltest"
)

// changes checks a step that changes dst and two averages by c, and one that does so in
// place of its weights. A step with one average leaves the other one.
func changes(t *testing.T, generic, run func(dst, w, m, v, g []float32)) {
	sizes(t, func(what string, o operands) {
		for _, place := range []string{"", ", in place"} {
			m, v, wantM, wantV := slices.Clone(o.a), slices.Clone(o.b), slices.Clone(o.a), slices.Clone(o.b)
			w := o.want
			copy(w, o.dst)
			want, got, before := make([]float32, len(w)), make([]float32, len(w)), slices.Clone(w)
			generic(want, w, wantM, wantV, o.c)
			if place != "" {
				got, m, v = o.dst, o.a, o.b
				w = got
			}
			run(got, w, m, v, o.c)
			within(t, what+place, got, want, before)
			compare(t, what+place+": m", m, wantM)
			compare(t, what+place+": v", v, wantV)
		}
	})
}

// TestQuotients compares steps of all sizes with exact ones: it is the quotient alone
// that may differ.
func TestQuotients(t *testing.T) {
	const n, rate = 1 << 16, -1e-3
	kerneltest.Each(t, &Adam, func(t *testing.T, run Adamed) {
		r := rand.New(rand.NewPCG(1, 2))
		w, m, v, g := make([]float32, n), make([]float32, n), make([]float32, n), make([]float32, n)
		for i := range m {
			m[i] = float32(math.Ldexp(r.Float64()-.5, r.IntN(120)-60))
			v[i] = float32(math.Ldexp(r.Float64(), r.IntN(160)-80))
		}
		worst := 0.
		run(w, w, m, v, g, 0, 0, rate, 1e-7)
		for i := range w {
			exact := float64(m[i]*rate) / float64(root(v[i])+1e-7)
			_, e := math.Frexp(exact)
			worst = max(worst, math.Abs(float64(w[i])-exact)/math.Ldexp(1, e-24))
		}
		if worst > .6 {
			t.Errorf("the worst quotient is off by %v units in the last place", worst)
		}
	})
}

func TestAdam(t *testing.T) {
	kerneltest.Each(t, &Adam, func(t *testing.T, run Adamed) {
		with := func(f Adamed) func(dst, w, m, v, g []float32) {
			return func(dst, w, m, v, g []float32) { f(dst, w, m, v, g, .1, .001, -1.7, 1e-7) }
		}
		changes(t, with(Adam.Generic), with(run))
	})
}

func TestRMSprop(t *testing.T) {
	kerneltest.Each(t, &RMSprop, func(t *testing.T, run RMSpropped) {
		with := func(f RMSpropped) func(dst, w, m, v, g []float32) {
			return func(dst, w, _, v, g []float32) { f(dst, w, v, g, .9, .1, .5, -1.7, 1e-7) }
		}
		changes(t, with(RMSprop.Generic), with(run))
	})
}

// BenchmarkRules times whole steps of optimizers, and what others are made of, in a cache.
func BenchmarkRules(b *testing.B) {
	const n = 4096
	// They begin at different places of pages, as those of the engine do.
	var arrays [4][]float32
	for i := range arrays {
		arrays[i] = make([]float32, 2*n)[272*i:][:n]
	}
	w, m, v, g := arrays[0], arrays[1], arrays[2], arrays[3]
	for i := range g {
		w[i], m[i], v[i], g[i] = 1, float32(i%100)/100, float32(i%77)/77, float32(i%200)/20-5
	}
	bench := func(name string, f func()) {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				f()
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/n, "ns/elem")
		})
	}
	adam, rmsprop := Adam.Best(), RMSprop.Best()
	bench(Adam.Name, func() { adam(w, w, m, v, g, .1, .001, -1e-3, 1e-7) })
	bench(RMSprop.Name, func() { rmsprop(w, w, v, g, .9, .1, 1, -1e-3, 1e-7) })
	for _, f := range []*kernel.Func[Stepped]{&QuotientStep, &RootStep, &StepRoot} {
		run := f.Best()
		bench(f.Name, func() { run(w, w, m, v, 1, -1e-3, 1e-7) })
	}
	ratio := RootRatio.Best()
	bench(RootRatio.Name, func() { ratio(w, m, v, g, 1e-7) })
}
