package ops_test

import (
	"testing"

	"github.com/gokeras/keras/internal/engine/ref"
	"github.com/gokeras/keras/internal/golden"
	"github.com/gokeras/keras/internal/graph"
	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/tensor"
)

// number returns argument i, or def if there are fewer.
func (c madeCase) number(i int, def float64) float64 {
	if i < len(c.Args) {
		return c.Args[i].(float64)
	}
	return def
}

// shape returns argument 0, a list.
func (c madeCase) shape() []int {
	var s []int
	for _, d := range c.Args[0].([]any) {
		s = append(s, int(d.(float64)))
	}
	return s
}

func (c madeCase) call(t *testing.T) *ops.Value {
	n := func(i, def int) int { return int(c.number(i, float64(def))) }
	switch c.Function {
	case "arange":
		return ops.Arange(n(0, 0), tensor.Int32)
	case "bartlett":
		return ops.Bartlett(n(0, 0))
	case "blackman":
		return ops.Blackman(n(0, 0))
	case "eye":
		return ops.Eye(n(0, 0), n(1, n(0, 0)), n(2, 0), tensor.Float32)
	case "full":
		return ops.Full(c.number(1, 0), tensor.Float32, c.shape()...)
	case "hamming":
		return ops.Hamming(n(0, 0))
	case "hanning":
		return ops.Hanning(n(0, 0))
	case "identity":
		return ops.Identity(n(0, 0), tensor.Float32)
	case "kaiser":
		return ops.Kaiser(n(0, 0), c.number(1, 0))
	case "ones":
		return ops.Ones(tensor.Float32, c.shape()...)
	case "tri":
		return ops.Tri(n(0, 0), n(1, n(0, 0)), n(2, 0), tensor.Float32)
	case "zeros":
		return ops.Zeros(tensor.Float32, c.shape()...)
	}
	t.Fatalf("no function %q", c.Function)
	return nil
}

// run computes values that depend on nothing.
func run(t *testing.T, values ...*ops.Value) []*tensor.Tensor {
	t.Helper()
	out, err := ref.Run(&graph.Program{Name: "test", Outputs: values})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// TestMade holds functions that make arrays to what Keras makes.
func TestMade(t *testing.T) {
	for _, c := range golden.Load[madeCase](t, "ops_made") {
		if c.Function == "" {
			continue
		}
		t.Run(c.Name, func(t *testing.T) {
			got := run(t, c.call(t))[0]
			if got.DType().String() != c.Value.DType || !got.Shape().Equal(tensor.Shape(c.Value.Shape)) {
				t.Fatalf("got %v%v, want %s%v", got.DType(), got.Shape(), c.Value.DType, c.Value.Shape)
			}
			golden.Close(t, floats(got), c.Value, 1e-6, 2e-7)
		})
	}
}

// TestResultType holds types to Keras's, which has 32 bits where we have 64.
func TestResultType(t *testing.T) {
	for _, types := range made(t, "types").Types {
		a, err1 := tensor.ParseDType(types[0])
		b, err2 := tensor.ParseDType(types[1])
		if err1 != nil || err2 != nil {
			t.Fatal(err1, err2)
		}
		if got := narrow(ops.ResultType(a, b)); got != types[2] {
			t.Errorf("ResultType(%v, %v) = %s, want %s", a, b, got, types[2])
		}
		if x, y := ops.ResultType(a, b), ops.ResultType(b, a); x != y {
			t.Errorf("ResultType(%v, %v) is %v one way and %v the other", a, b, x, y)
		}
	}
}
