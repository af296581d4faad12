package vec

import (
	"flag"
	"fmt"
	"math"
	"testing"

	"github.com/gokeras/keras/internal/kernel/kerneltest"
)

// mathCases are the functions with their definition in double precision and
// the error their documentation promises.
var mathCases = map[string]struct {
	f   func(float64) float64
	ulp float64
}{
	"Exp":     {math.Exp, 2},
	"Log":     {math.Log, 1},
	"Tanh":    {math.Tanh, 3},
	"Sigmoid": {sigmoid, 3},
	"Erf":     {math.Erf, 1},
	"Erfc":    {math.Erfc, 4},
	"Expm1":   {math.Expm1, 2},
	"Log1p":   {math.Log1p, 2},
}

// ulps returns the distance of got from want in units of the last place of
// want. The largest float and +Inf are one unit apart.
func ulps(got float32, want float64) float64 {
	if want != want || got != got {
		if want != want && got != got {
			return 0
		}
		return math.Inf(1)
	}
	w := float32(want)
	if got == w {
		return 0
	}
	if math.IsInf(want, 0) {
		return math.Inf(1)
	}
	value := float64(got)
	if math.IsInf(value, 0) {
		value = math.Copysign(1<<127*2, value)
	}
	_, e := math.Frexp(want)
	return math.Abs(value-want) / math.Ldexp(1, max(e, -125)-24)
}

// eachFloat calls f with slices of every step-th float32.
func eachFloat(step uint64, f func(x []float32)) {
	x := make([]float32, 0, 4096)
	for b := uint64(0); b < 1<<32; b += step {
		x = append(x, math.Float32frombits(uint32(b)))
		if len(x) == cap(x) {
			f(x)
			x = x[:0]
		}
	}
	f(x)
}

// exhaustive makes TestMathErrors try all floats, which takes some minutes for each
// function:
//
//	go test ./internal/engine/cpu/vec -run TestMathErrors -exhaustive -v -timeout 2h
var exhaustive = flag.Bool("exhaustive", false, "test the functions of mathematics with every float32")

func TestMathErrors(t *testing.T) {
	step := uint64(20011)
	if testing.Short() {
		step = 1000003
	}
	if *exhaustive {
		step = 1
	}
	for _, f := range functions {
		c := mathCases[f.Name]
		t.Run(f.Name, func(t *testing.T) {
			t.Parallel()
			type result struct {
				name  string
				run   Unary
				worst float64
				at    float32
			}
			results := []*result{{name: "generic", run: f.Generic}}
			for _, im := range f.Impls() {
				if *im.Available {
					results = append(results, &result{name: im.Name, run: im.Run})
				}
			}
			want, got := make([]float64, 4096), make([]float32, 4096)
			check := func(x []float32) {
				for i, x := range x {
					want[i] = c.f(float64(x))
				}
				for _, r := range results {
					r.run(got[:len(x)], x)
					for i, x := range x {
						if e := ulps(got[i], want[i]); e > r.worst {
							r.worst, r.at = e, x
						}
					}
				}
			}
			eachFloat(step, check)
			for x := -110.0; x < 95; x += 0.0037 { // where the results are neither 0 nor Inf
				check([]float32{float32(x)})
			}
			check(special)
			for _, r := range results {
				if r.worst > c.ulp {
					t.Errorf("%s: %v ulp at %v, want %v at most", r.name, r.worst, r.at, c.ulp)
				}
				t.Logf("%s: %.2f ulp at %v", r.name, r.worst, r.at)
			}
		})
	}
}

func TestMathLimits(t *testing.T) {
	inf, nan := float32(math.Inf(1)), float32(math.NaN())
	minusZero := float32(math.Copysign(0, -1))
	tests := map[string][][2]float32{
		"Exp":     {{0, 1}, {minusZero, 1}, {inf, inf}, {-inf, 0}, {89, inf}, {1e30, inf}, {-104, 0}, {-1e30, 0}, {-103, 1e-45}},
		"Log":     {{1, 0}, {0, -inf}, {minusZero, -inf}, {-1, nan}, {-1e-45, nan}, {-inf, nan}, {inf, inf}, {1e-45, -103.27893}},
		"Tanh":    {{0, 0}, {minusZero, minusZero}, {inf, 1}, {-inf, -1}, {20, 1}, {-1e30, -1}, {1e-45, 1e-45}, {-1e-40, -1e-40}},
		"Sigmoid": {{0, 0.5}, {minusZero, 0.5}, {inf, 1}, {-inf, 0}, {40, 1}, {-200, 0}, {-103, 1e-45}},
		"Erf":     {{0, 0}, {minusZero, minusZero}, {inf, 1}, {-inf, -1}, {1e-45, 1e-45}, {30, 1}},
		"Erfc":    {{0, 1}, {minusZero, 1}, {inf, 0}, {-inf, 2}, {30, 0}, {-30, 2}, {10.05, 1e-45}},
		"Expm1":   {{0, 0}, {minusZero, minusZero}, {inf, inf}, {-inf, -1}, {1e-45, 1e-45}, {-1e-40, -1e-40}, {89, inf}, {-1e30, -1}},
		"Log1p":   {{0, 0}, {minusZero, minusZero}, {inf, inf}, {1e-45, 1e-45}, {-1e-40, -1e-40}, {-1, -inf}, {-2, nan}},
	}
	for _, f := range functions {
		kerneltest.Each(t, f, func(t *testing.T, run Unary) {
			for _, tt := range append(tests[f.Name], [2]float32{nan, nan}, [2]float32{-nan, nan}) {
				var got [1]float32
				run(got[:], tt[:1])
				compare(t, fmt.Sprintf("%s(%v)", f.Name, tt[0]), got[:], tt[1:])
			}
		})
	}
}

// TestMathPlace checks that an element's result depends on nothing but the
// element, and that no call touches memory beside its operands.
func TestMathPlace(t *testing.T) {
	for _, f := range functions {
		kerneltest.Each(t, f, func(t *testing.T, run Unary) {
			sizes(t, func(what string, o operands) {
				for i := range o.a[:min(len(o.a), 200)] {
					run(o.want[i:i+1], o.a[i:i+1])
				}
				run(o.dst, o.a)
				compare(t, what, o.dst, o.want[:min(len(o.a), 200)])
			})
		})
	}
}

// TestMathAgree checks that the vector implementations agree bit for bit.
func TestMathAgree(t *testing.T) {
	for _, f := range functions {
		var want []float32
		for _, im := range f.Impls() {
			if !*im.Available {
				continue
			}
			var all []float32
			dst := make([]float32, 4096)
			eachFloat(100003, func(x []float32) {
				im.Run(dst[:len(x)], x)
				all = append(all, dst[:len(x)]...)
			})
			if want != nil {
				compare(t, f.Name+"/"+im.Name, all, want)
			}
			want = all
		}
	}
}
