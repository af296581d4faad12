package elem

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/gokeras/keras/internal/engine/ref"
	"github.com/gokeras/keras/internal/graph"
	"github.com/gokeras/keras/internal/plan"
	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/tensor"
)

// TestCombine checks that what optimizers are made of is one loop, or how many else, and
// that it gives the bits that the primitives give.
func TestCombine(t *testing.T) {
	const n = 1500
	var values [3]*ops.Value
	var in []*tensor.Tensor
	r := rand.New(rand.NewPCG(5, 6))
	for i, name := range []string{"w", "a", "b"} {
		values[i] = ops.Input(name, tensor.Float32, n)
		x := tensor.New(tensor.Float32, n)
		for j := range n {
			tensor.Data[float32](x)[j] = float32(r.NormFloat64())
		}
		in = append(in, x)
	}
	w, a, b := values[0], values[1], ops.Absolute(values[2])
	lessTimes := func(x, y *ops.Value, k float64) *ops.Value {
		return ops.Multiply(ops.Subtract(x, y), ops.FullLike(x, k))
	}
	plus := func(x *ops.Value) *ops.Value { return ops.AddScalar(x, 1e-3) }
	for _, tt := range []struct {
		name  string
		y     *ops.Value
		loops int
		near  bool // divides by a root
	}{
		{"toward", ops.Add(w, lessTimes(a, w, .1)), 1, false},
		{"toward the square", ops.Add(w, lessTimes(ops.Square(a), w, .1)), 1, false},
		{"blend", ops.Add(ops.Scale(w, .9), ops.Scale(a, .1)), 1, false},
		{"blend less", ops.Subtract(ops.Scale(w, .9), ops.Scale(a, .1)), 1, false},
		{"blend less one", ops.Subtract(ops.Scale(w, .9), a), 1, false},
		{"blend of a square", ops.Add(ops.Scale(w, .9), ops.Scale(ops.Square(a), .1)), 1, false},
		{"sum with a square", ops.Add(w, ops.Square(a)), 1, false},
		{"square first", ops.Add(ops.Square(a), w), 1, false},
		{"largest", ops.Maximum(ops.Scale(w, .9), ops.Absolute(a)), 1, false},
		{"step", ops.Subtract(w, ops.Divide(ops.Scale(a, .3), plus(b))), 2, false}, // b is |b|
		{"root and step", ops.Subtract(w, ops.Divide(ops.Scale(a, .3), plus(ops.Sqrt(b)))), 2, true},
		{"step and root", ops.Subtract(w, ops.Divide(ops.Scale(a, .3), ops.Sqrt(plus(b)))), 2, true},
		{"step of a whole", ops.Subtract(w, ops.Divide(a, plus(b))), 2, false},
		{"momentum", ops.Add(ops.Scale(w, .9), ops.Divide(ops.Scale(a, .3), ops.Sqrt(plus(b)))), 2, true},
		{"ratio of two", ops.Divide(ops.Multiply(ops.Sqrt(plus(ops.Square(w))), a), ops.Sqrt(plus(b))), 3, true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			p := &graph.Program{Inputs: values[:], Outputs: []*graph.Value{tt.y}}
			pl := plan.New(p, plan.Target{Fuse: Fuses, Tile: Tile})
			c := Compile(pl.Steps[0], pl, func(b *plan.Buffer) int {
				if b.Kind == plan.Input {
					return b.Index
				}
				return len(in)
			}, 0)
			if got := len(c.instrs); got != tt.loops {
				t.Errorf("%d loops, want %d", got, tt.loops)
			}
			got := tensor.New(tensor.Float32, n)
			c.Run(arrays(append(in[:3:3], got)), make([]float32, c.Scratch()), make([]float32, c.Shared()), 0, c.Parts())
			want, err := ref.Run(p, in...)
			if err != nil {
				t.Fatal(err)
			}
			for i, x := range tensor.Data[float32](got) {
				y := tensor.Data[float32](want[0])[i]
				if math.Float32bits(x) != math.Float32bits(y) && !(tt.near && math.Abs(float64(x-y)) <= 0x1p-22) {
					t.Fatalf("element %d: received %v, expected %v", i, x, y)
				}
			}
		})
	}
}
