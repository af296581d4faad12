package vec

import (
	"fmt"
	"testing"

	"github.com/gokeras/keras/internal/kernel/kerneltest"
	"github.com/gokeras/keras/internal/philox"
)

func TestUniform(t *testing.T) {
	kerneltest.Each(t, &Uniform, func(t *testing.T, run Drawn) {
		for _, s := range []philox.Stream{{}, {Seed: 1, Draw: 2}, {Seed: 1<<63 + 12345678901, Draw: 1<<40 + 7}} {
			for _, at := range []uint64{0, 3, 1<<32 - 5, 1<<63 + 1} {
				for _, n := range []int{0, 1, 5, 63, 64, 127, 128, 131, 500, chunk + 70} {
					got, want := make([]float32, n), make([]float32, n)
					Uniform.Generic(want, s, at)
					run(got, s, at)
					compare(t, fmt.Sprintf("%+v at %d", s, at), got, want)
				}
			}
		}
	})
}
