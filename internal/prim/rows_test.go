package prim_test

import (
	"fmt"
	"testing"

	"github.com/gokeras/keras/internal/engine/ref"
	"github.com/gokeras/keras/internal/graph"
	"github.com/gokeras/keras/internal/prim"
	"github.com/gokeras/keras/tensor"
)

// TestRows computes bodies whole and in parts of two rows. Inputs x and y are cut
// for certain; c and w may be.
func TestRows(t *testing.T) {
	f := func(shape ...int) graph.Type { return graph.Of(tensor.Float32, shape...) }
	d := graph.DimsOf
	apply := graph.Apply
	x, y := graph.Leaf("x", f(6, 4)), graph.Leaf("y", f(6, 4))
	c, w := graph.Leaf("c", f(6, 4)), graph.Leaf("w", f(4, 4))
	row := apply(prim.Reshape{Shape: d(4)}, apply(prim.Slice{Start: d(0, 0), Size: d(1, 4)}, w))
	cube := func(v *graph.Value) *graph.Value { return apply(prim.Reshape{Shape: d(6, 2, 2)}, v) }
	places := apply(prim.ArgMax{Axis: 1}, y)
	for _, tt := range []struct {
		name string
		out  *graph.Value
		cut  string // of the four; empty if it isn't possible
	}{
		{"pointwise", apply(prim.Select{}, apply(prim.Less{}, x, y), apply(prim.Exp{}, x), apply(prim.Mul{}, y, c)), "[true true true false]"},
		{"product", apply(prim.MatMul{TransY: true}, apply(prim.Add{}, x, y), apply(prim.Neg{}, w)), "[true true false false]"},
		{"products", apply(prim.MatMul{TransX: true}, cube(x), cube(c)), "[true true true false]"},
		{"by rows", apply(prim.MatMul{TransX: true}, x, y), ""},
		{"repeated", apply(prim.Add{}, x, apply(prim.Broadcast{Shape: d(6, 4)}, row)), "[true true false false]"},
		{"repeated along", apply(prim.Mul{}, x, apply(prim.Broadcast{Shape: d(6, 4)}, apply(prim.Slice{Start: d(0, 1), Size: d(6, 1)}, c))), "[true true true false]"},
		{"full", apply(prim.Mul{}, x, prim.Full(x.Type, 3)), "[true true false false]"},
		{"transposed", apply(prim.Transpose{Perm: d(0, 2, 1)}, cube(x)), "[true true false false]"},
		{"transposed rows", apply(prim.Transpose{Perm: d(1, 0)}, apply(prim.Transpose{Perm: d(1, 0)}, x)), ""},
		{"pieces", apply(prim.Pad{Before: d(0, 1), Shape: d(6, 7)}, apply(prim.Slice{Start: d(0, 1), Size: d(6, 2)}, x)), "[true true false false]"},
		{"joined", apply(prim.Concat{Axis: 1}, x, c, y), "[true true true false]"},
		{"joined rows", apply(prim.Slice{Start: d(3, 0), Size: d(6, 4)}, apply(prim.Concat{Axis: 0}, x, y)), ""},
		{"reduced", apply(prim.ReduceSum{Axes: prim.AxesOf(1)}, apply(prim.Sub{}, x, y)), "[true true false false]"},
		{"largest", apply(prim.ReduceMax{Axes: prim.AxesOf(1)}, x), "[true true false false]"},
		{"smallest", apply(prim.ReduceMin{Axes: prim.AxesOf(1)}, x), "[true true false false]"},
		{"over rows", apply(prim.Add{}, x, apply(prim.Broadcast{Shape: d(6, 4)}, apply(prim.ReduceSum{Axes: prim.AxesOf(0)}, x))), ""},
		{"running sum", apply(prim.CumSum{Axis: 1}, x), "[true true false false]"},
		{"running sum of rows", apply(prim.CumSum{Axis: 0}, x), ""},
		{"picked", apply(prim.TakeAlong{Axis: 1}, x, apply(prim.Reshape{Shape: d(6, 1)}, places)), "[true true false false]"},
		{"whole and rows", apply(prim.MatMul{}, x, apply(prim.MatMul{TransX: true}, c, c)), "[true true false false]"},
		{"both", apply(prim.Add{}, apply(prim.MatMul{}, x, apply(prim.MatMul{TransX: true}, c, c)), c), ""},
		{"a number", apply(prim.ReduceSum{Axes: prim.AxesOf(0, 1)}, x), ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			b := &prim.Body{In: []*graph.Value{x, y, c, w}, Out: []*graph.Value{tt.out}}
			part, cut, ok := b.Rows(2, 2)
			if ok != (tt.cut != "") {
				t.Fatalf("ok = %v", ok)
			}
			if !ok {
				return
			}
			if got := fmt.Sprint(cut); got != tt.cut {
				t.Errorf("cut %s, want %s", got, tt.cut)
			}
			in := make([]*tensor.Tensor, len(b.In))
			for i, v := range b.In {
				in[i] = tensor.New(tensor.Float32, v.Shape...)
				for j := range tensor.Data[float32](in[i]) {
					tensor.Data[float32](in[i])[j] = float32((j*7+i*5)%11)/4 - 1
				}
			}
			want := run(t, b, in)
			for lo := 0; lo < 6; lo += 2 {
				some := make([]*tensor.Tensor, len(in))
				for i, v := range in {
					if some[i] = v; cut[i] {
						some[i] = v.Rows(lo, lo+2)
					}
				}
				if got := run(t, part, some); !got.Equal(want.Rows(lo, lo+2)) {
					t.Errorf("rows from %d: %v, want %v", lo, got, want.Rows(lo, lo+2))
				}
			}
		})
	}
}

func run(t *testing.T, b *prim.Body, in []*tensor.Tensor) *tensor.Tensor {
	t.Helper()
	out, err := ref.Run(&graph.Program{Inputs: b.In, Outputs: b.Out}, in...)
	if err != nil {
		t.Fatal(err)
	}
	return out[0]
}
