package prim_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/gokeras/keras/internal/graph"
	"github.com/gokeras/keras/internal/prim"
	"github.com/gokeras/keras/tensor"
)

func TestConvInfer(t *testing.T) {
	f := func(shape ...int) graph.Type { return graph.Of(tensor.Float32, shape...) }
	d := graph.DimsOf
	w := prim.Window{Stride: d(2, 1), Dilation: d(1, 1), Lo: d(1, 0)}
	conv := prim.Conv{Window: w, Out: d(4, 6), Groups: 1}
	input := prim.ConvInput{Window: w, In: d(8, 8), Groups: 1}
	kernel := prim.ConvKernel{Window: w, Size: d(3, 3), Groups: 1}
	pool := prim.MaxPool{Window: w, Size: d(3, 3), Out: d(4, 6)}
	grouped := conv
	grouped.Groups = 2
	for _, tt := range []struct {
		op   graph.Op
		in   []graph.Type
		want string // the output's type, or a part of the error
	}{
		{conv, []graph.Type{f(5, 8, 8, 2), f(3, 3, 2, 7)}, "float32(5, 4, 6, 7)"},
		{grouped, []graph.Type{f(5, 8, 8, 4), f(3, 3, 2, 6)}, "float32(5, 4, 6, 6)"},
		{grouped, []graph.Type{f(5, 8, 8, 4), f(3, 3, 2, 7)}, "filters that the groups divide"},
		{conv, []graph.Type{f(5, 8, 8, 3), f(3, 3, 2, 7)}, "received 3 channels in 1 groups"},
		{conv, []graph.Type{f(5, 8, 2), f(3, 2, 7)}, "the same number of one to three spatial axes"},
		{conv, []graph.Type{f(5), f(3, 3, 2, 7)}, "expected the same number of three to five axes"},
		{conv, []graph.Type{f(5, 8, 8, 2), f(0, 3, 2, 7)}, "expected positive numbers"},
		{conv, []graph.Type{f(5, 8, 8, 2), graph.Of(tensor.Float64, 3, 3, 2, 7)}, "element types differ"},
		{conv, []graph.Type{graph.Of(tensor.Int32, 5, 8, 8, 2), graph.Of(tensor.Int32, 3, 3, 2, 7)}, "expected floating-point numbers"},
		{input, []graph.Type{f(5, 4, 6, 7), f(3, 3, 2, 7)}, "float32(5, 8, 8, 2)"},
		{input, []graph.Type{f(5, 4, 6, 6), f(3, 3, 2, 7)}, "expected the same last axis"},
		{input, []graph.Type{f(5, 4, 7), f(3, 3, 2, 7)}, "expected the same number of three to five axes"},
		{kernel, []graph.Type{f(5, 8, 8, 2), f(5, 4, 6, 7)}, "float32(3, 3, 2, 7)"},
		{kernel, []graph.Type{f(5, 8, 8, 2), f(4, 4, 6, 7)}, "the same batch"},
		{pool, []graph.Type{f(5, 8, 8, 2)}, "float32(5, 4, 6, 2)"},
		{pool, []graph.Type{f(5, 8, 2)}, "the same number of one to three spatial axes"},
		{prim.MaxPoolInput(pool), []graph.Type{f(5, 8, 8, 2), f(5, 4, 6, 3)}, "expected float32(5, 4, 6, 2)"},
		{prim.MaxPoolPick(pool), []graph.Type{f(5, 8, 8, 2), f(5, 8, 8, 3)}, "expected the same"},
	} {
		t.Run(fmt.Sprintf("%s%v", graph.Name(tt.op), tt.in), func(t *testing.T) {
			out, err := tt.op.Infer(tt.in)
			got := fmt.Sprint(err)
			if err == nil {
				got = out[0].String()
			}
			if err == nil && got != tt.want || !strings.Contains(got, tt.want) {
				t.Errorf("got %s, want %s", got, tt.want)
			}
		})
	}
}
