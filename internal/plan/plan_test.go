package plan_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/gokeras/keras/internal/engine/enginetest"
	"github.com/gokeras/keras/internal/graph"
	"github.com/gokeras/keras/internal/plan"
	"github.com/gokeras/keras/internal/prim"
	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/tensor"
)

// target is an engine that fuses what it can.
var target = plan.Target{Tile: 1024, Fuse: func(n *graph.Node) bool {
	if n.Out[0].DType != tensor.Float32 {
		return false
	}
	_, pointwise := n.Op.(prim.Elementwise)
	_, broadcast := n.Op.(prim.Broadcast)
	_, again := plan.ReducedAxes(n.Op)
	return pointwise || broadcast || again != nil
}}

// steps prints the steps of a plan: the primitives of each.
func steps(pl *plan.Plan) string {
	var all []string
	for _, s := range pl.Steps {
		var names []string
		for _, n := range s.Nodes {
			names = append(names, graph.Name(n.Op))
		}
		if names == nil {
			names = []string{"copy"}
		}
		all = append(all, strings.Join(names, "+"))
	}
	return strings.Join(all, " ")
}

func TestFusion(t *testing.T) {
	x := ops.Input("x", tensor.Float32, 100, 50)
	row, col := ops.Input("row", tensor.Float32, 50), ops.Input("col", tensor.Float32, 100, 1)
	w := ops.Input("w", tensor.Float32, 50, 50)
	for _, tt := range []struct {
		name string
		v    *ops.Value
		want string
	}{
		{"chain", ops.Exp(ops.Negative(ops.Sqrt(x))), "Sqrt+Neg+Exp"},
		{"rows and columns", ops.Add(ops.Multiply(x, row), col), "Mul+Add"},
		{"around a product", ops.Tanh(ops.Matmul(ops.Exp(x), w)), "Exp MatMul Tanh"},
		{"sum of rows", ops.Sum(ops.Exp(x), 1), "Exp+ReduceSum"},
		{"sum of columns", ops.Sum(ops.Exp(x), 0), "Exp+ReduceSum"},
		{"softmax", ops.Softmax(x, -1), "ReduceMax Sub+Exp+ReduceSum Div"},
		{"reshape inside", ops.Exp(ops.Reshape(ops.Negative(x), 5000)), "Neg+Exp"},
		{"sunk to its use", ops.Add(ops.Sqrt(x), ops.Matmul(x, w)), "MatMul Sqrt+Add"},
		{"repeated for a product", ops.Matmul(ops.BroadcastTo(row, 3, 50), w), "Broadcast MatMul"},
		{"repeated twice", ops.Add(x, ops.Reshape(ops.BroadcastTo(row, 2, 50), 100, 1)), "Broadcast Add"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			p := &graph.Program{Inputs: []*graph.Value{x, row, col, w}, Outputs: []*graph.Value{tt.v}}
			if got := steps(plan.New(p, target)); got != tt.want {
				t.Errorf("steps %q, want %q", got, tt.want)
			}
		})
	}
}

// TestAdam checks that a step of Adam is one group for each weight, which writes
// everything in place, right behind the last use of the old weight.
func TestAdam(t *testing.T) {
	n := enginetest.NewNetwork(32, 20, 30, 10)
	pl := plan.New(n.Program, target)
	updates, in := 0, map[plan.Kind]int{}
	for _, s := range pl.Steps {
		if len(s.Nodes) == 0 {
			t.Errorf("a copy from %+v to %+v", s.Reads[0], s.Writes[0])
		}
		for _, b := range s.Writes {
			in[b.Kind]++
		}
		if len(s.Writes) == 3 && s.Writes[0].Kind == plan.Variable {
			updates++
		}
	}
	if want := len(n.Vars); updates != 4 || in[plan.Variable] != want || in[plan.Output] != 1 {
		t.Errorf("%d groups write three variables, %d variables and %d outputs are written in place, want 4, %d and 1",
			updates, in[plan.Variable], in[plan.Output], want)
	}
	if first, last := pl.Steps[len(pl.Steps)-1], pl.Steps[0]; first.Group == nil || last.Group != nil {
		t.Errorf("steps %s", steps(pl))
	}
}

// TestPlacement checks that no two arrays in the arena overlap that live at the
// same time, but for one that takes another's place.
func TestPlacement(t *testing.T) {
	for seed := range uint64(100) {
		p, _ := enginetest.Random(seed)
		pl := plan.New(p, target)
		first, last := map[*plan.Buffer]int{}, map[*plan.Buffer]int{}
		var all []*plan.Buffer
		for i, s := range pl.Steps {
			for _, b := range s.Writes {
				if b.Kind != plan.Arena {
					continue
				}
				all = append(all, b)
				first[b], last[b] = i, i
				if b.Offset%64 != 0 || b.Offset+b.Bytes() > pl.Arena {
					t.Errorf("seed %d: %d bytes at %d of %d", seed, b.Bytes(), b.Offset, pl.Arena)
				}
			}
			for _, b := range s.Reads {
				if _, known := first[b]; b.Kind == plan.Arena && !known {
					t.Errorf("seed %d: step %d reads what is not written yet", seed, i)
				}
				last[b] = i
			}
		}
		for i, a := range all {
			for _, b := range all[:i] {
				apart := last[a] < first[b] || last[b] < first[a] || a.Over == b && last[b] == first[a]
				if !apart && a.Offset < b.Offset+b.Bytes() && b.Offset < a.Offset+a.Bytes() {
					t.Errorf("seed %d: buffers of steps %d-%d and %d-%d overlap", seed, first[a], last[a], first[b], last[b])
				}
			}
		}
	}
}

// TestReuse checks that a long chain needs memory for two arrays only.
func TestReuse(t *testing.T) {
	x := ops.Input("x", tensor.Float32, 16, 16)
	y := x
	for range 50 {
		y = ops.Matmul(y, x)
	}
	pl := plan.New(&graph.Program{Inputs: []*graph.Value{x}, Outputs: []*graph.Value{y}}, target)
	if want := 2 * 16 * 16 * 4; pl.Arena != want {
		t.Errorf("arena of %d bytes, want %d", pl.Arena, want)
	}
}

func TestReductionOf(t *testing.T) {
	x := ops.Input("x", tensor.Float32, 2, 3, 4, 5)
	for _, tt := range []struct {
		axes []int
		want plan.Reduction
	}{
		{[]int{0}, plan.Reduction{Outer: 1, N: 2, Inner: 60}},
		{[]int{1, 2}, plan.Reduction{Outer: 2, N: 12, Inner: 5}},
		{[]int{3}, plan.Reduction{Outer: 24, N: 5, Inner: 1}},
		{[]int{0, 1, 2, 3}, plan.Reduction{Outer: 1, N: 120, Inner: 1}},
	} {
		t.Run(fmt.Sprint(tt.axes), func(t *testing.T) {
			if got := plan.ReductionOf(ops.Sum(x, tt.axes...).Node); got != tt.want {
				t.Errorf("got %+v, want %+v", got, tt.want)
			}
		})
	}
}
