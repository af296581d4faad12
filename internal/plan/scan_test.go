package plan_test

import (
	"testing"

	"github.com/gokeras/keras/internal/graph"
	"github.com/gokeras/keras/internal/plan"
	"github.com/gokeras/keras/internal/prim"
	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/tensor"
)

// TestUnstacked checks that a loop doesn't stack what nobody reads.
func TestUnstacked(t *testing.T) {
	x := ops.Input("x", tensor.Float32, 4, 2, 3)
	last, ys := ops.Scan(4, false, []*ops.Value{ops.Full(0, tensor.Float32, 2, 3)}, []*ops.Value{x},
		func(c, xs []*ops.Value) (next, ys []*ops.Value) {
			h := ops.Tanh(ops.Add(c[0], xs[0]))
			return []*ops.Value{h}, []*ops.Value{h, ops.Exp(h), ops.Sin(h)}
		})
	for _, tt := range []struct {
		out  []*ops.Value
		want int
	}{
		{[]*ops.Value{last[0], ys[0], ys[1], ys[2]}, 4},
		{[]*ops.Value{ys[1], last[0]}, 2},
		{[]*ops.Value{ys[2]}, 2},
		{last, 1},
	} {
		p := plan.Simplify(&graph.Program{Inputs: []*graph.Value{x}, Outputs: tt.out})
		for _, n := range p.Order() {
			if _, ok := n.Op.(prim.Scan); ok && len(n.Out) != tt.want {
				t.Errorf("%d outputs used: the loop makes %d, want %d", len(tt.out), len(n.Out), tt.want)
			}
		}
	}
}

// TestPads checks that the gradients of pieces of an array are joined.
func TestPads(t *testing.T) {
	x := ops.Input("x", tensor.Float32, 2, 12)
	tr := ops.NewTrace(true)
	part := func(lo, hi int) *ops.Value { return ops.SliceAxis(x, 1, lo, hi) }
	grad := func(y *ops.Value) *ops.Value { return tr.Gradients(ops.Sum(y), x)[0] }
	for _, tt := range []struct {
		name string
		v    *ops.Value
		want string
	}{
		{"all", grad(ops.Multiply(ops.Multiply(ops.Sin(part(8, 12)), ops.Sin(part(0, 4))), ops.Sin(part(4, 8)))), "Concat"},
		{"a hole", grad(ops.Multiply(ops.Sin(part(8, 12)), ops.Sin(part(0, 4)))), "Pad Pad Add"},
		{"beside each other", grad(ops.Multiply(ops.Sin(part(6, 8)), ops.Sin(part(4, 6)))), "Concat Pad"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			p := &graph.Program{Inputs: []*graph.Value{x}, Outputs: []*graph.Value{tt.v}}
			got := ""
			for _, n := range plan.Simplify(p).Order() {
				switch n.Op.(type) {
				case prim.Pad, prim.Concat, prim.Add:
					if got != "" {
						got += " "
					}
					got += graph.Name(n.Op)
				}
			}
			if got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}
