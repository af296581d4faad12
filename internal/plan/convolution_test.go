package plan_test

import (
	"testing"

	"github.com/gokeras/keras/internal/graph"
	"github.com/gokeras/keras/internal/plan"
	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/tensor"
)

// TestConvolution checks which convolutions, with their gradients, become products of
// matrices.
func TestConvolution(t *testing.T) {
	for _, tt := range []struct {
		name      string
		x, kernel []int
		o         ops.ConvOptions
		want      bool
	}{
		{"one place", []int{2, 5, 6, 3}, []int{1, 1, 3, 4}, ops.ConvOptions{}, true},
		{"one place of a sequence", []int{2, 5, 3}, []int{1, 3, 4}, ops.ConvOptions{}, true},
		{"strides", []int{2, 5, 6, 3}, []int{1, 1, 3, 4}, ops.ConvOptions{Strides: []int{2}}, false},
		{"groups", []int{2, 5, 6, 6}, []int{1, 1, 3, 4}, ops.ConvOptions{}, false},
		{"the whole image", []int{2, 5, 6, 3}, []int{5, 6, 3, 4}, ops.ConvOptions{}, true},
		{"around the whole image", []int{2, 5, 6, 3}, []int{5, 6, 3, 4}, ops.ConvOptions{Padding: "same"}, false},
		{"three places", []int{2, 5, 6, 3}, []int{3, 3, 3, 4}, ops.ConvOptions{}, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			x, k := ops.Input("x", tensor.Float32, tt.x...), ops.Input("k", tensor.Float32, tt.kernel...)
			tr := ops.NewTrace(true)
			y := ops.Conv(x, k, tt.o)
			grads := tr.Gradients(ops.Sum(ops.Square(y)), x, k)
			products := 0
			for _, n := range plan.Simplify(tr.Program("", []*ops.Value{x, k}, append(grads, y))).Order() {
				if graph.Name(n.Op) == "MatMul" {
					products++
				}
			}
			if want := map[bool]int{true: 3}[tt.want]; products != want {
				t.Errorf("%d products, want %d", products, want)
			}
		})
	}
}
