package vec

import (
	"fmt"
	"slices"
	"testing"

	"github.com/gokeras/keras/internal/kernel"
	"github.com/gokeras/keras/internal/kernel/kerneltest"
)

func TestBlended(t *testing.T) {
	for _, f := range []*kernel.Func[Blended]{&Blend, &BlendSquare} {
		kerneltest.Each(t, f, func(t *testing.T, run Blended) {
			for _, s := range special {
				got, want := make([]float32, len(special)), make([]float32, len(special))
				f.Generic(want, special, special, s, 1.7)
				run(got, special, special, s, 1.7)
				compare(t, fmt.Sprint(s), got, want)
			}
			sizes(t, func(what string, o operands) {
				f.Generic(o.want, o.a, o.b, 1.7, .3)
				run(o.dst, o.a, o.b, 1.7, .3)
				compare(t, what, o.dst, o.want)
				copy(o.dst, o.a)
				run(o.dst, o.dst, o.b, 1.7, .3)
				compare(t, what+", in place", o.dst, o.want)
			})
		})
	}
}

func TestStepped(t *testing.T) {
	for _, f := range []*kernel.Func[Stepped]{&QuotientStep, &RootStep, &StepRoot} {
		kerneltest.Each(t, f, func(t *testing.T, run Stepped) {
			for _, s := range special {
				got, want := make([]float32, len(special)), make([]float32, len(special))
				f.Generic(want, special, special, special, .9, s, 1e-7)
				run(got, special, special, special, .9, s, 1e-7)
				compare(t, fmt.Sprint(s), got, want)
			}
			sizes(t, func(what string, o operands) {
				f.Generic(o.want, o.a, o.b, o.c, .9, 1.7, .5)
				run(o.dst, o.a, o.b, o.c, .9, 1.7, .5)
				compare(t, what, o.dst, o.want)
				copy(o.dst, o.a)
				run(o.dst, o.dst, o.b, o.c, .9, 1.7, .5)
				compare(t, what+", in place", o.dst, o.want)
			})
		})
	}
}

func TestRootRatio(t *testing.T) {
	kerneltest.Each(t, &RootRatio, func(t *testing.T, run func(dst, x, a, b []float32, e float32)) {
		sizes(t, func(what string, o operands) {
			RootRatio.Generic(o.want, o.a, o.b, o.c, .5)
			run(o.dst, o.a, o.b, o.c, .5)
			compare(t, what, o.dst, o.want)
		})
	})
}

// changes checks a step that changes dst and two averages by c, and one that does so in
// place of its weights. A step with one average leaves the other one.
func changes(t *testing.T, generic, run func(dst, w, m, v, g []float32)) {
	sizes(t, func(what string, o operands) {
		for _, place := range []string{"", ", in place"} {
			m, v, wantM, wantV := slices.Clone(o.a), slices.Clone(o.b), slices.Clone(o.a), slices.Clone(o.b)
			w := o.want
			copy(w, o.dst)
			want, got := make([]float32, len(w)), make([]float32, len(w))
			generic(want, w, wantM, wantV, o.c)
			if place != "" {
				got, m, v = o.dst, o.a, o.b
				w = got
			}
			run(got, w, m, v, o.c)
			compare(t, what+place, got, want)
			compare(t, what+place+": m", m, wantM)
			compare(t, what+place+": v", v, wantV)
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
