package enginetest

import (
	"testing"

	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/tensor"
)

// training trains a small network for 20 steps with the engine and with ref.
func training(t *testing.T, e Engine) {
	train := func(e Engine) []*tensor.Tensor {
		n := NewNetwork(33, 20, 70, 5)
		run, err := e(n.Program)
		if err != nil {
			t.Fatal(err)
		}
		var results []*tensor.Tensor
		for range 20 {
			out, err := run(n.Batch())
			if err != nil {
				t.Fatal(err)
			}
			results = append(results, out...)
		}
		for _, v := range n.Vars {
			results = append(results, v.Store())
		}
		return results
	}
	sameBits(t, func() []*tensor.Tensor { return train(e) }, train(plain))
}

type values = []*ops.Value

// variables tries ways for variables to depend on one another. Each returns the
// next values of a and b, and outputs.
func variables(t *testing.T, e Engine) {
	for name, f := range map[string]func(a, b, x *ops.Value) (nextA, nextB *ops.Value, out values){
		"swap":      func(a, b, _ *ops.Value) (_, _ *ops.Value, _ values) { return b, a, values{a} },
		"input":     func(a, _, x *ops.Value) (_, _ *ops.Value, _ values) { return x, a, values{x} },
		"unchanged": func(a, b, x *ops.Value) (_, _ *ops.Value, _ values) { return a, b, values{ops.Add(a, x)} },
		"shared": func(a, b, _ *ops.Value) (_, _ *ops.Value, _ values) {
			s := ops.Add(a, b)
			return s, s, values{s, s}
		},
		"old and new": func(a, b, x *ops.Value) (_, _ *ops.Value, _ values) {
			n := ops.Add(a, x)
			return n, ops.Multiply(ops.Matmul(n, b), a), values{ops.Matmul(a, x)}
		},
		"crossed": func(a, b, x *ops.Value) (_, _ *ops.Value, _ values) {
			return ops.Add(a, ops.Scale(b, 2)), ops.Subtract(b, ops.Multiply(a, x)), nil
		},
		"read twice": func(a, b, x *ops.Value) (_, _ *ops.Value, _ values) {
			n := ops.Add(a, x)
			return n, ops.Multiply(n, a), values{ops.Add(ops.Multiply(a, b), n)}
		},
		"transposed": func(a, b, x *ops.Value) (_, _ *ops.Value, _ values) {
			return ops.Add(ops.Transpose(a), x), ops.Add(ops.KeepDims(ops.Sum(b, 0), b, 0), b), values{ops.Sum(a)}
		},
		"constant": func(a, b, _ *ops.Value) (_, _ *ops.Value, _ values) {
			return ops.ZerosLike(a), b, values{ops.OnesLike(a), ops.Reshape(a, -1)}
		},
	} {
		t.Run(name, func(t *testing.T) {
			run := func(e Engine) []*tensor.Tensor {
				tr := ops.NewTrace(false)
				x := ops.Input("x", tensor.Float32, 2, 2)
				a := ops.NewVariable("a", tensor.FromSlice([]float32{1, 2, 3, 4}, 2, 2))
				b := ops.NewVariable("b", tensor.FromSlice([]float32{5, 6, 7, 8}, 2, 2))
				nextA, nextB, out := f(tr.Get(a), tr.Get(b), x)
				tr.Set(a, nextA)
				tr.Set(b, nextB)
				run, err := e(tr.Program(name, values{x}, out))
				if err != nil {
					t.Fatal(err)
				}
				var results []*tensor.Tensor
				for range 3 {
					out, err := run([]*tensor.Tensor{tensor.FromSlice([]float32{.5, -1, 2, 1}, 2, 2)})
					if err != nil {
						t.Fatal(err)
					}
					for _, o := range append(out, a.Store(), b.Store()) {
						results = append(results, o.Clone())
					}
				}
				return results
			}
			sameBits(t, func() []*tensor.Tensor { return run(e) }, run(plain))
		})
	}
}
