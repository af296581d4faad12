package vec

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/gokeras/keras/internal/kernel"
	"github.com/gokeras/keras/internal/kernel/kerneltest"
)

// TestEach checks rows of every length up to one that has no loop of its own, with
// memory that must not be touched on either side.
func TestEach(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 8))
	before, behind := kerneltest.Guarded(t, 20*9)
	for _, f := range []*kernel.Func[Each]{&SumEach, &MaxEach, &MinEach} {
		kerneltest.Each(t, f, func(t *testing.T, run Each) {
			for n := 1; n <= 20; n++ {
				for rows := range 10 {
					a := mixed(r, make([]float32, n*rows))
					for i := range a {
						if r.IntN(3) > 0 || rows%2 == 0 {
							a[i] = float32(r.NormFloat64())
						}
					}
					want := make([]float32, rows)
					f.Generic(want, a, n)
					for _, place := range [][]float32{before[:len(a)], behind[len(behind)-len(a):]} {
						copy(place, a)
						got := make([]float32, rows)
						run(got, place, n)
						compare(t, fmt.Sprint(rows, " rows of ", n), got, want)
					}
				}
			}
			const n, rows = 11, chunk / 8
			a := mixed(r, make([]float32, n*rows))
			got, want := make([]float32, rows), make([]float32, rows)
			f.Generic(want, a, n)
			run(got, a, n)
			compare(t, "many rows", got, want)
		})
	}
}

// TestRepeatEach checks rows of every length up to one that has no loop of its own, of
// which the last may be cut off.
func TestRepeatEach(t *testing.T) {
	r := rand.New(rand.NewPCG(9, 10))
	before, behind := kerneltest.Guarded(t, 20*9)
	a := mixed(r, make([]float32, chunk))
	kerneltest.Each(t, &RepeatEach, func(t *testing.T, run Each) {
		for n := 1; n <= 20; n++ {
			for size := range len(before) {
				want := make([]float32, size)
				RepeatEach.Generic(want, a, n)
				for _, got := range [][]float32{before[:size], behind[len(behind)-size:]} {
					run(got, a[:(size+n-1)/n], n)
					compare(t, fmt.Sprint(size, " in rows of ", n), got, want)
				}
			}
		}
		got, want := make([]float32, 7*chunk), make([]float32, 7*chunk)
		RepeatEach.Generic(want, a, 7)
		run(got, a, 7)
		compare(t, "many rows", got, want)
	})
}
