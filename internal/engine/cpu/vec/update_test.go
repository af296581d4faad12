package vec

import (
	"fmt"
	"math"
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

// denormals is more than the quotient of any denormal number and 1e-7. Such numbers have
// fewer digits.
const denormals = 1e-30

// almost is from where on a quotient may become infinite: the first product may.
const almost = math.MaxFloat32 * (1 - 0x1p-13)

// within checks steps from w: each is the one that is wanted, or the number next to that.
func within(t *testing.T, what string, got, want, w []float32) {
	t.Helper()
	for i := range want {
		if same(got[i], want[i]) || math.Abs(float64(want[i])) > almost && math.IsInf(float64(got[i]), 0) {
			continue
		}
		step := float64(want[i]) - float64(w[i])
		unit := math.Abs(step)/(1<<23) + math.Abs(float64(want[i]))/(1<<23) + denormals
		if d := math.Abs(float64(got[i]) - float64(want[i])); !(d <= unit) {
			t.Fatalf("%s: element %d of %d is %v, want %v", what, i, len(want), got[i], want[i])
		}
	}
}

func TestStepped(t *testing.T) {
	for _, f := range []*kernel.Func[Stepped]{&QuotientStep, &RootStep, &StepRoot} {
		kerneltest.Each(t, f, func(t *testing.T, run Stepped) {
			for _, s := range special {
				got, want := make([]float32, len(special)), make([]float32, len(special))
				f.Generic(want, special, special, special, .9, s, 1e-7)
				run(got, special, special, special, .9, s, 1e-7)
				within(t, fmt.Sprint(s), got, want, special)
			}
			sizes(t, func(what string, o operands) {
				f.Generic(o.want, o.a, o.b, o.c, .9, 1.7, .5)
				run(o.dst, o.a, o.b, o.c, .9, 1.7, .5)
				within(t, what, o.dst, o.want, o.a)
				copy(o.dst, o.a)
				run(o.dst, o.dst, o.b, o.c, .9, 1.7, .5)
				within(t, what+", in place", o.dst, o.want, o.a)
			})
		})
	}
}

func TestRootRatio(t *testing.T) {
	kerneltest.Each(t, &RootRatio, func(t *testing.T, run func(dst, x, a, b []float32, e float32)) {
		sizes(t, func(what string, o operands) {
			RootRatio.Generic(o.want, o.a, o.b, o.c, .5)
			run(o.dst, o.a, o.b, o.c, .5)
			within(t, what, o.dst, o.want, make([]float32, len(o.dst)))
		})
	})
}
