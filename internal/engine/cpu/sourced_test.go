package cpu_test

import (
	"fmt"
	"runtime"
	"testing"

	"github.com/gokeras/keras/internal/engine/cpu"
	"github.com/gokeras/keras/internal/engine/enginetest"
	"github.com/gokeras/keras/internal/engine/ref"
	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/tensor"
)

// TestSourced computes groups with products in them: those that are merged, and
// those that must not be, because something else wants the product too.
func TestSourced(t *testing.T) {
	type network func(x, w, b *ops.Value) []*ops.Value
	for name, f := range map[string]network{
		"activation": func(x, w, b *ops.Value) []*ops.Value {
			return []*ops.Value{ops.Sigmoid(ops.Add(ops.Matmul(x, w), b))}
		},
		"sums of columns": func(x, w, b *ops.Value) []*ops.Value {
			y := ops.Tanh(ops.Add(ops.Matmul(x, w), b))
			return []*ops.Value{y, ops.Sum(y, 0)}
		},
		"sums of rows": func(x, w, b *ops.Value) []*ops.Value {
			return []*ops.Value{ops.Softmax(ops.Matmul(x, w), -1)}
		},
		"sum of all": func(x, w, b *ops.Value) []*ops.Value {
			return []*ops.Value{ops.Sum(ops.Square(ops.Matmul(x, w)))}
		},
		"the product too": func(x, w, b *ops.Value) []*ops.Value {
			z := ops.Matmul(x, w)
			return []*ops.Value{z, ops.Sigmoid(z)}
		},
		"broadcast": func(x, w, b *ops.Value) []*ops.Value {
			z := ops.Sum(ops.Matmul(x, w), 0)
			return []*ops.Value{ops.Add(ops.Matmul(x, w), z)}
		},
		"two products": func(x, w, b *ops.Value) []*ops.Value {
			return []*ops.Value{ops.Tanh(ops.Add(ops.Matmul(x, w), ops.Matmul(ops.Square(x), ops.Sigmoid(w))))}
		},
		"in a row": func(x, w, b *ops.Value) []*ops.Value {
			g := ops.Matmul(ops.Transpose(x), ops.Sigmoid(ops.Add(ops.Matmul(x, w), b)))
			return []*ops.Value{ops.Subtract(w, ops.Scale(g, .1))}
		},
	} {
		for _, s := range [][3]int{{100, 70, 90}, {33, 5, 1}, {32, 1, 40}, {500, 3, 17}, {257, 40, 500}} {
			t.Run(fmt.Sprint(name, s), func(t *testing.T) {
				m, k, n := s[0], s[1], s[2]
				in := []*tensor.Tensor{ramp(m, k), ramp(k, n), ramp(n)}
				var leaves []*ops.Value
				for i, x := range in {
					leaves = append(leaves, ops.Input(fmt.Sprint("in", i), tensor.Float32, x.Shape()...))
				}
				p := ops.NewTrace(false).Program(name, leaves, f(leaves[0], leaves[1], leaves[2]))
				want, err := ref.Run(p, in...)
				if err != nil {
					t.Fatal(err)
				}
				c, err := cpu.Compile(p)
				if err != nil {
					t.Fatal(err)
				}
				var first []*tensor.Tensor
				for _, procs := range []int{1, 2, 5} {
					before := runtime.GOMAXPROCS(procs)
					out := outputs(p)
					err := c.Run(in, out)
					runtime.GOMAXPROCS(before)
					if err != nil {
						t.Fatal(err)
					}
					for i, y := range out {
						if !y.AllClose(want[i], 1e-5, 1e-5) {
							t.Fatalf("output %d is\n%v\nwant\n%v", i, y, want[i])
						}
						if first != nil && !y.Equal(first[i]) {
							t.Errorf("output %d: other bits with %d processors", i, procs)
						}
					}
					first = out
				}
			})
		}
	}
}

// ramp returns an array of different numbers around 0.
func ramp(shape ...int) *tensor.Tensor {
	t := tensor.New(tensor.Float32, shape...)
	for i, v := 0, tensor.Data[float32](t); i < len(v); i++ {
		v[i] = float32(i*37%101)/101 - .5
	}
	return t
}

// TestLargerNetwork trains a network whose products are merged with activations
// and with Adam's steps, beside the plain engine.
func TestLargerNetwork(t *testing.T) {
	for _, batch := range []int{1, 40, 100} {
		a, b := enginetest.NewNetwork(batch, 90, 64, 70, 10), enginetest.NewNetwork(batch, 90, 64, 70, 10)
		c, err := cpu.Compile(a.Program)
		if err != nil {
			t.Fatal(err)
		}
		for step := range 20 {
			in := a.Batch()
			b.Batch() // draws the same
			out := outputs(a.Program)
			if err := c.Run(in, out); err != nil {
				t.Fatal(err)
			}
			want, err := ref.Run(b.Program, in...)
			if err != nil {
				t.Fatal(err)
			}
			if !out[0].AllClose(want[0], 1e-4, 0) {
				t.Errorf("batch %d, step %d: loss %v, want %v", batch, step, out[0], want[0])
			}
		}
		for i, v := range a.Vars {
			if !v.Store().AllClose(b.Vars[i].Store(), 2e-3, 2e-4) {
				t.Errorf("batch %d: variable %s differs after 20 steps", batch, v.Name)
			}
		}
	}
}
