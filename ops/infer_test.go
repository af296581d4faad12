package ops_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/tensor"
)

// TestInferMeetsKnownSizes broadcasts and multiplies shapes with unknown sizes: what is
// expected is what compute_output_spec of Keras 3.15 gives.
func TestInferMeetsKnownSizes(t *testing.T) {
	const none = tensor.Unknown
	two := func(f func(a, b *ops.Value) *ops.Value) func(in []*ops.Value) []*ops.Value {
		return func(in []*ops.Value) []*ops.Value { return []*ops.Value{f(in[0], in[1])} }
	}
	add, matmul := two(ops.Add), two(func(a, b *ops.Value) *ops.Value { return ops.Matmul(a, b) })
	for _, c := range []struct {
		f    func(in []*ops.Value) []*ops.Value
		a, b tensor.Shape
		want string
	}{
		{add, tensor.Shape{none, 4}, tensor.Shape{8, 4}, "(8, 4)"},
		{add, tensor.Shape{4, none}, tensor.Shape{4, 8}, "(4, 8)"},
		{add, tensor.Shape{none, none}, tensor.Shape{7, 3}, "(7, 3)"},
		{add, tensor.Shape{none, none, 4}, tensor.Shape{6, 4}, "(None, 6, 4)"},
		{add, tensor.Shape{none, 4}, tensor.Shape{1, 4}, "(None, 4)"},
		{add, tensor.Shape{none, 1}, tensor.Shape{none, 5}, "(None, 5)"},
		{matmul, tensor.Shape{none, none}, tensor.Shape{8, 3}, "(None, 3)"},
		{matmul, tensor.Shape{none, 5}, tensor.Shape{none, 3}, "(None, 3)"},
		{add, tensor.Shape{none, 5, 4}, tensor.Shape{3, 4}, ""},
	} {
		out, err := ops.Infer([]ops.Type{{Shape: c.a}, {Shape: c.b}}, c.f)
		got := ""
		if err == nil {
			got = fmt.Sprint(out[0].Shape)
		}
		if got != c.want {
			t.Errorf("%v and %v: received %q (%v), expected %q", c.a, c.b, got, err, c.want)
		}
	}
}

// TestInferErrorsSayNone looks for the sizes that stand for unknown ones.
func TestInferErrorsSayNone(t *testing.T) {
	const none = tensor.Unknown
	_, err := ops.Infer([]ops.Type{{Shape: tensor.Shape{none, none, 5}}, {Shape: tensor.Shape{none, 3}}}, func(in []*ops.Value) []*ops.Value {
		return []*ops.Value{ops.Add(in[0], in[1])}
	})
	if err == nil || !strings.Contains(err.Error(), "(None, None, 5)") || !strings.Contains(err.Error(), "(None, 3)") {
		t.Errorf("received %v, expected an error with shapes (None, None, 5) and (None, 3)", err)
	}
}
