package prim

import (
	"math"

	"github.com/gokeras/keras/internal/graph"
	"github.com/gokeras/keras/tensor"
)

// The cases that several primitives share.

// pairs are cases of functions of two numbers.
func pairs(o graph.Op) []graph.Case {
	inf, nan := float32(math.Inf(1)), float32(math.NaN())
	x := []float32{1, -2, .5, 7, -.25, 3, 2}
	y := []float32{3, 4, -5, 6.5, 1, -3, .125}
	cs := []graph.Case{
		smooth(o, floats(x), floats(y)),
		rough(o, floats([]float32{0, inf, -inf, nan, 1, inf, 2}), floats([]float32{1, 1, 2, 3, nan, inf, 2})),
		smooth(o, tensor.FromSlice([]float64{1, -2, .5}, 3, 1), tensor.FromSlice([]float64{3, 4, -5}, 3, 1)),
		smooth(o, floats(ramp(1500, -3, 3), 30, 50), floats(ramp(1500, 7, 1), 30, 50)),
	}
	if t := graph.Of(tensor.Int32, 2); infers(o, t, t) {
		cs = append(cs,
			rough(o, tensor.FromSlice([]int32{7, -3}), tensor.FromSlice([]int32{2, 5})),
			rough(o, tensor.FromSlice([]uint8{7, 200}), tensor.FromSlice([]uint8{2, 100})),
			rough(o, tensor.FromSlice([]int64{1 << 40, -3}), tensor.FromSlice([]int64{2, 5})))
	}
	return cs
}

// comparisons are cases of relations of two numbers.
func comparisons(o graph.Op) []graph.Case {
	nan := float32(math.NaN())
	return []graph.Case{
		rough(o, floats([]float32{1, 2, 3, nan, 0}), floats([]float32{1, 3, 2, nan, 1})),
		rough(o, tensor.FromSlice([]float64{1, 2}), tensor.FromSlice([]float64{2, 2})),
		rough(o, tensor.FromSlice([]int32{1, -2}, 2, 1), tensor.FromSlice([]int32{1, 3}, 2, 1)),
		rough(o, tensor.FromSlice([]uint8{1, 255}), tensor.FromSlice([]uint8{1, 3})),
	}
}

// curve are cases of a function that is smooth everywhere.
func curve(o graph.Op) []graph.Case {
	inf, nan := float32(math.Inf(1)), float32(math.NaN())
	return []graph.Case{
		smooth(o, floats([]float32{-3, -1.5, -.1, 0, .3, 1, 2.5}, 7)),
		rough(o, floats([]float32{inf, -inf, nan, 100, -100, 1e-20})),
		smooth(o, tensor.FromSlice([]float64{-1, .5, 2}, 3, 1)),
		smooth(o, floats(ramp(1100, -4, 4), 11, 100)),
	}
}

// positive are cases of a function that is smooth for positive numbers.
func positive(o graph.Op) []graph.Case {
	inf, nan := float32(math.Inf(1)), float32(math.NaN())
	return []graph.Case{
		smooth(o, floats([]float32{.1, .5, 1, 2, 10})),
		rough(o, floats([]float32{inf, nan, 0, -1, 1e-30})),
		smooth(o, tensor.FromSlice([]float64{.25, 3}, 2, 1)),
		smooth(o, floats(ramp(1100, .5, 4), 11, 100)),
	}
}

// steps are cases of a function with jumps.
func steps(o graph.Op) []graph.Case {
	inf, nan := float32(math.Inf(1)), float32(math.NaN())
	return []graph.Case{
		smooth(o, floats([]float32{-3.3, -1.6, -.1, .3, 1.2, 2.6})),
		rough(o, floats([]float32{0, inf, -inf, nan, 2, -2, .5, 1.5})),
		smooth(o, tensor.FromSlice([]float64{-1.2, .6, 2.2}, 3, 1)),
	}
}

func infers(o graph.Op, in ...typ) bool {
	_, err := o.Infer(in)
	return err == nil
}

// ramp returns n numbers from lo to hi.
func ramp(n int, lo, hi float32) []float32 {
	v := make([]float32, n)
	for i := range v {
		v[i] = lo + (hi-lo)*(float32(i)+.5)/float32(n)
	}
	return v
}

// scalar returns a float32 scalar.
func scalar(v float64) *arr {
	t := tensor.New(tensor.Float32)
	t.Fill(v)
	return t
}
