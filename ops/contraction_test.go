package ops_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/gokeras/keras/internal/config"
	"github.com/gokeras/keras/internal/engine/cpu"
	"github.com/gokeras/keras/internal/engine/ref"
	"github.com/gokeras/keras/internal/golden"
	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/tensor"
)

// contraction is a call of a function of several values in Keras.
type contraction struct {
	Name, Op  string
	Args      json.RawMessage
	Inputs    []golden.Array
	Value, W  golden.Array
	Gradients []*golden.Array
}

// call returns what the case's function gives.
func (c contraction) call(t *testing.T, in []*ops.Value) *ops.Value {
	var a struct {
		Subscripts, Reduction string
		Axes, Axis            any
		Shape                 []int
		Segments              int `json:"num_segments"`
		Scale                 float64
		Causal                bool `json:"is_causal"`
		Bias, Mask            bool
	}
	if err := json.Unmarshal(c.Args, &a); err != nil {
		t.Fatal(err)
	}
	switch c.Op {
	case "einsum":
		return ops.Einsum(a.Subscripts, in...)
	case "dot":
		return ops.Dot(in[0], in[1])
	case "take":
		if at, ok := a.Axis.(float64); ok {
			return ops.Take(in[0], in[1], int(at))
		}
		return apply(t, "Take", `{"axis": null}`, in)
	case "tensordot":
		return apply(t, "Tensordot", string(c.Args), in)
	case "scatter":
		return ops.Scatter(in[0], in[1], a.Shape...)
	case "scatter_update":
		return ops.ScatterUpdate(in[0], in[1], in[2], a.Reduction)
	case "segment_sum":
		return ops.SegmentSum(in[0], in[1], a.Segments)
	case "segment_max":
		return ops.SegmentMax(in[0], in[1], a.Segments)
	case "segment_min":
		return ops.SegmentMin(in[0], in[1], a.Segments)
	case "attention":
		o := ops.AttentionOptions{Scale: a.Scale, IsCausal: a.Causal}
		rest := in[3:]
		if a.Bias {
			o.Bias, rest = rest[0], rest[1:]
		}
		if a.Mask {
			o.Mask = rest[0]
		}
		return ops.DotProductAttention(in[0], in[1], in[2], o)
	}
	t.Fatalf("no function %q", c.Op)
	return nil
}

// apply applies an operation of the given config.
func apply(t *testing.T, class, args string, in []*ops.Value) *ops.Value {
	op := ops.LookupClass(class).New()
	if err := config.Unmarshal([]byte(args), op); err != nil {
		t.Fatal(err)
	}
	return op.Apply(in)[0]
}

func TestContractions(t *testing.T) {
	for _, c := range golden.Load[contraction](t, "contractions") {
		t.Run(c.Name, c.test)
	}
}

func (c contraction) test(t *testing.T) {
	tr := ops.NewTrace(false)
	var in, results []*ops.Value
	var arrays []*tensor.Tensor
	var wants []golden.Array
	for i, x := range c.Inputs {
		a := x.Tensor(t)
		arrays = append(arrays, a)
		in = append(in, ops.Input(fmt.Sprint("x", i), a.DType(), a.Shape()...))
	}
	expect := func(y *ops.Value, want golden.Array) {
		if w := want.Tensor(t); !y.Shape.Equal(w.Shape()) || y.DType != w.DType() {
			t.Fatalf("received %v%v, expected %v%v", y.DType, y.Shape, w.DType(), w.Shape())
		}
		results, wants = append(results, ops.Cast(y, tensor.Float32)), append(wants, want)
	}
	y := c.call(t, in)
	expect(y, c.Value)
	w := ops.Constant(c.W.Tensor(t))
	if y.DType.IsFloat() {
		finite := ops.IsFinite(y)
		sum := ops.Sum(ops.Where(finite, ops.Multiply(y, w), ops.ZerosLike(w)))
		for i, g := range c.Gradients {
			if g != nil {
				expect(tr.Gradients(sum, in[i])[0], *g)
			}
		}
	}
	p := tr.Program("test", in, results)
	out, err := ref.Run(p, arrays...)
	if err != nil {
		t.Fatal(err)
	}
	fast, err := cpu.Compile(p)
	if err != nil {
		t.Fatal(err)
	}
	again := make([]*tensor.Tensor, len(out))
	for i, x := range out {
		again[i] = tensor.New(x.DType(), x.Shape()...)
	}
	if err := fast.Run(arrays, again); err != nil {
		t.Fatal(err)
	}
	for i, want := range wants {
		golden.Close(t, tensor.Data[float32](out[i]), want, 2e-5, 2e-6)
		golden.Close(t, tensor.Data[float32](again[i]), want, 2e-5, 2e-6)
	}
}

func TestContractionMistakes(t *testing.T) {
	f := func(shape ...int) *ops.Value { return ops.Input("x", tensor.Float32, shape...) }
	i := func(shape ...int) *ops.Value { return ops.Input("i", tensor.Int32, shape...) }
	for _, tt := range []struct {
		name string
		call func()
		want string
	}{
		{"no values", func() { ops.Einsum("ij->ij") }, "received no values"},
		{"too few", func() { ops.Einsum("ij,jk->ik", f(2, 3)) }, "received 1 values, expected 2"},
		{"axes", func() { ops.Einsum("ij->i", f(2)) }, `value 0 has shape (2,), expected the axes "ij"`},
		{"more axes", func() { ops.Einsum("i->i", f(2, 3)) }, `value 0 has shape (2, 3), expected the axes "i"`},
		{"sizes", func() { ops.Einsum("ij,jk->ik", f(2, 3), f(4, 5)) }, "the axis j has the sizes 3 and 4"},
		{"ellipsis sizes", func() { ops.Einsum("...,...", f(3), f(4)) }, `the axis in "..." has the sizes 3 and 4`},
		{"unknown", func() { ops.Einsum("ij->ik", f(2, 3)) }, `the axis "k", which no value has`},
		{"twice", func() { ops.Einsum("ij->ii", f(2, 3)) }, "the result has an axis twice"},
		{"letters", func() { ops.Einsum("i1->i", f(2, 3)) }, `received "1", expected letters`},
		{"tensordot", func() { ops.Tensordot(f(2, 3), f(4, 5), []int{1}, []int{0}) }, "the axes 1 and 0 differ in size"},
		{"tensordot lists", func() { ops.Tensordot(f(2, 3), f(4, 5), []int{1}, nil) }, "expected as many"},
		{"take", func() { ops.Take(f(2, 3), f(4), 0) }, "indices of type float32, expected integers"},
		{"take axis", func() { ops.Take(f(2, 3), i(4), 2) }, "axis 2 is out of range"},
		{"scatter", func() { ops.Scatter(i(4, 1), f(4, 3), 5, 2) }, "values of shape (4, 3), expected (4, 2)"},
		{"scatter indices", func() { ops.Scatter(i(4, 3), f(4), 5, 2) }, "expected a last axis of 1 to 2 indices"},
		{"scatter reduction", func() { ops.ScatterUpdate(f(5), i(4, 1), f(4), "mul") }, `received the reduction "mul"`},
		{"segments", func() { ops.SegmentSum(f(5), i(5), 0) }, "received 0 segments"},
		{"segment ids", func() { ops.SegmentSum(f(5), i(4), 2) }, "don't have the axes of indices"},
		{"attention axes", func() { ops.DotProductAttention(f(2, 3, 4), f(2, 3, 4), f(2, 3, 4), ops.AttentionOptions{}) }, "expected four axes each"},
		{"attention heads", func() {
			ops.DotProductAttention(f(2, 3, 4, 5), f(2, 3, 3, 5), f(2, 3, 3, 5), ops.AttentionOptions{})
		}, "the number of query heads, 4, can't be divided by that of the keys' heads, 3"},
		{"attention mask", func() {
			ops.DotProductAttention(f(2, 3, 4, 5), f(2, 3, 4, 5), f(2, 3, 4, 5), ops.AttentionOptions{Mask: i(2, 3)})
		}, "received a mask of type bool(1, 1, 2, 3)"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			err := func() (err error) {
				defer ops.Catch(&err)
				tt.call()
				return nil
			}()
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("received %v, expected %q", err, tt.want)
			}
		})
	}
}
