package cpu_test

import (
	"testing"

	"github.com/gokeras/keras/internal/engine/cpu"
	"github.com/gokeras/keras/internal/engine/ref"
	"github.com/gokeras/keras/internal/graph"
	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/tensor"
)

// TestShadows lets programs of all kinds read and change the same weights, and
// checks after every change that none goes by what they were before.
func TestShadows(t *testing.T) {
	weights := ops.NewVariable("w", ramp(40, 70))
	read := func(rows int) *graph.Program {
		tr := ops.NewTrace(false)
		x := ops.Input("x", tensor.Float32, rows, 40)
		return tr.Program("read", []*ops.Value{x}, []*ops.Value{ops.Tanh(ops.Matmul(x, tr.Get(weights)))})
	}
	// The new weights are made of a product, of what isn't one, and in a way that
	// can't be done in place.
	change := func(rows int, f func(w, g *ops.Value) *ops.Value) *graph.Program {
		tr := ops.NewTrace(true)
		x := ops.Input("x", tensor.Float32, rows, 40)
		w := tr.Get(weights)
		y := ops.Tanh(ops.Matmul(x, w))
		tr.Set(weights, f(w, ops.Matmul(ops.Transpose(x), y)))
		return tr.Program("change", []*ops.Value{x}, []*ops.Value{ops.Sum(y)})
	}
	changes := []func(w, g *ops.Value) *ops.Value{
		func(w, g *ops.Value) *ops.Value { return ops.Subtract(w, ops.Scale(g, .001)) },
		func(w, g *ops.Value) *ops.Value { return ops.Scale(w, .9) },
		func(w, g *ops.Value) *ops.Value { return ops.Add(w, ops.Scale(ops.Sum(g), .0001)) },
		func(w, g *ops.Value) *ops.Value {
			return ops.Matmul(ops.Matmul(w, ops.Transpose(w)), ops.Scale(w, .01))
		},
	}
	compile := func(p *graph.Program) *cpu.Program {
		c, err := cpu.Compile(p)
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	type reader struct {
		p *graph.Program
		c *cpu.Program
	}
	var readers []reader
	for _, rows := range []int{1, 7, 50, 200} {
		p := read(rows)
		readers = append(readers, reader{p, compile(p)})
	}
	check := func(after string) {
		t.Helper()
		for _, r := range readers {
			in := []*tensor.Tensor{ramp(r.p.Inputs[0].Shape...)}
			want, err := ref.Run(r.p, in...)
			if err != nil {
				t.Fatal(err)
			}
			out := outputs(r.p)
			if err := r.c.Run(in, out); err != nil {
				t.Fatal(err)
			}
			if !out[0].AllClose(want[0], 1e-5, 1e-6) {
				t.Errorf("after %s: %d rows give other results", after, r.p.Inputs[0].Shape[0])
			}
		}
	}
	check("nothing")
	for i, f := range changes {
		for _, rows := range []int{3, 64} {
			p := change(rows, f)
			in := []*tensor.Tensor{ramp(rows, 40)}
			before := weights.Store().Clone()
			if _, err := ref.Run(p, in...); err != nil {
				t.Fatal(err)
			}
			want := weights.Store().Clone()
			check("a step of the plain engine")
			if err := weights.Assign(before); err != nil {
				t.Fatal(err)
			}
			check("an assignment")
			c := compile(p)
			if err := c.Run(in, outputs(p)); err != nil {
				t.Fatal(err)
			}
			if !weights.Store().AllClose(want, 1e-4, 1e-5) {
				t.Errorf("change %d with %d rows: other weights", i, rows)
			}
			check("a step")
			if err := c.Run(in, outputs(p)); err != nil {
				t.Fatal(err)
			}
			check("another step")
		}
	}
	weights.Store().Fill(.25)
	weights.Changed()
	check("writing to the store")
}
