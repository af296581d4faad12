package ref_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/gokeras/keras/internal/engine/ref"
	"github.com/gokeras/keras/internal/graph"
	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/tensor"
)

func TestRun(t *testing.T) {
	tr := ops.NewTrace(false)
	x := ops.Input("x", tensor.Float32, 2, 2)
	w := ops.NewVariable("w", tensor.FromSlice([]float32{1, 2, 3, 4}, 2, 2))
	y := ops.Matmul(x, tr.Get(w))
	p := tr.Program("test", []*ops.Value{x}, []*ops.Value{y, x})
	in := tensor.FromSlice([]float32{1, 0, 1, 1}, 2, 2)
	out, err := ref.Run(p, in)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := tensor.Data[float32](out[0]), []float32{1, 2, 4, 6}; !slices.Equal(got, want) {
		t.Errorf("x·w = %v, want %v", got, want)
	}
	tensor.Data[float32](out[1])[0] = 7
	if got := tensor.Data[float32](in)[0]; got != 1 {
		t.Errorf("changing an output set the input to %v", got)
	}
}

// TestSwap checks that variables get their new values all at once.
func TestSwap(t *testing.T) {
	tr := ops.NewTrace(false)
	a, b := ops.NewVariable("a", tensor.Scalar[float32](1)), ops.NewVariable("b", tensor.Scalar[float32](2))
	x, y := tr.Get(a), tr.Get(b)
	tr.Set(a, y)
	tr.Set(b, x)
	out, err := ref.Run(tr.Program("swap", nil, []*ops.Value{x}))
	if err != nil {
		t.Fatal(err)
	}
	got := []float32{scalar(a.Store()), scalar(b.Store()), scalar(out[0])}
	if want := []float32{2, 1, 1}; !slices.Equal(got, want) {
		t.Errorf("a, b and a's old value are %v, want %v", got, want)
	}
}

func scalar(t *tensor.Tensor) float32 { return tensor.Data[float32](t)[0] }

func TestErrors(t *testing.T) {
	x := ops.Input("x", tensor.Float32, 2)
	stray := ops.Input("stray", tensor.Float32, 2)
	good := tensor.New(tensor.Float32, 2)
	for _, tt := range []struct {
		name string
		out  *ops.Value
		in   []*tensor.Tensor
		want string
	}{
		{"too few", x, nil, "received 0 inputs, expected 1"},
		{"nil", x, []*tensor.Tensor{nil}, `input 0 ("x"): received nil, expected float32(2,)`},
		{"shape", x, []*tensor.Tensor{tensor.New(tensor.Float32, 3)}, "received float32(3,), expected float32(2,)"},
		{"type", x, []*tensor.Tensor{tensor.New(tensor.Int32, 2)}, "received int32(2,), expected float32(2,)"},
		{"stray operand", ops.Add(x, stray), []*tensor.Tensor{good}, `"stray" (float32(2,)) is used`},
		{"stray output", stray, []*tensor.Tensor{good}, `"stray" (float32(2,)) is used`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			p := &graph.Program{Name: "test", Inputs: []*graph.Value{x}, Outputs: []*graph.Value{tt.out}}
			if _, err := ref.Run(p, tt.in...); err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("error %v, want one with %q", err, tt.want)
			}
		})
	}
}
