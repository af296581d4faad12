package ops_test

import (
	"fmt"
	"math"
	"testing"

	"github.com/gokeras/keras/internal/engine/ref"
	"github.com/gokeras/keras/internal/golden"
	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/tensor"
)

type activationCase struct {
	Name, Function        string
	Args                  map[string]any
	X, Value, W, Gradient golden.Array
}

// arg returns an argument of the case, a truth value as 0 or 1.
func (c activationCase) arg(name string, def float64) float64 {
	switch v := c.Args[name].(type) {
	case float64:
		return v
	case bool:
		if v {
			return 1
		}
	}
	return def
}

// activation calls Keras's function of a name with the arguments of a case.
func activation(c activationCase, x *ops.Value) *ops.Value {
	at := int(c.arg("axis", -1))
	switch c.Function {
	case "celu":
		return ops.Celu(x, c.arg("alpha", 1))
	case "elu":
		return ops.Elu(x, c.arg("alpha", 1))
	case "exponential":
		return ops.Exp(x)
	case "gelu":
		return ops.Gelu(x, c.arg("approximate", 0) != 0)
	case "glu":
		return ops.Glu(x, at)
	case "hard_shrink":
		return ops.HardShrink(x, c.arg("threshold", .5))
	case "hard_sigmoid":
		return ops.HardSigmoid(x)
	case "hard_silu":
		return ops.HardSilu(x)
	case "hard_tanh":
		return ops.HardTanh(x)
	case "leaky_relu":
		return ops.LeakyRelu(x, c.arg("negative_slope", .2))
	case "linear":
		return x
	case "log_sigmoid":
		return ops.LogSigmoid(x)
	case "log_softmax":
		return ops.LogSoftmax(x, at)
	case "mish":
		return ops.Mish(x)
	case "relu":
		o := ops.ReluOptions{NegativeSlope: c.arg("negative_slope", 0), Threshold: c.arg("threshold", 0)}
		if v, ok := c.Args["max_value"].(float64); ok {
			o.MaxValue = &v
		}
		return ops.ReluWith(x, o)
	case "relu6":
		return ops.Relu6(x)
	case "selu":
		return ops.Selu(x)
	case "sigmoid":
		return ops.Sigmoid(x)
	case "silu":
		return ops.Silu(x)
	case "soft_shrink":
		return ops.SoftShrink(x, c.arg("threshold", .5))
	case "softmax":
		return ops.Softmax(x, at)
	case "softplus":
		return ops.Softplus(x)
	case "softsign":
		return ops.Softsign(x)
	case "sparse_plus":
		return ops.SparsePlus(x)
	case "sparse_sigmoid":
		return ops.SparseSigmoid(x)
	case "sparsemax":
		return ops.Sparsemax(x, at)
	case "squareplus":
		return ops.Squareplus(x, c.arg("b", 4))
	case "tanh":
		return ops.Tanh(x)
	case "tanh_shrink":
		return ops.TanhShrink(x)
	case "threshold":
		return ops.Threshold(x, c.arg("threshold", 0), c.arg("default_value", 0))
	}
	panic(fmt.Sprintf("no function %q", c.Function))
}

// valueAndGradient returns f(x) and the gradient of Σ f(x)·w by x.
func valueAndGradient(t *testing.T, f func(*ops.Value) *ops.Value, x, w *tensor.Tensor) (value, gradient []float32) {
	t.Helper()
	trace := ops.NewTrace(false)
	in := ops.Input("x", tensor.Float32, x.Shape()...)
	y := f(in)
	grad := trace.Gradients(ops.Sum(ops.Multiply(y, ops.Constant(w))), in)[0]
	out, err := ref.Run(trace.Program("test", []*ops.Value{in}, []*ops.Value{y, grad}), x)
	if err != nil {
		t.Fatal(err)
	}
	return tensor.Data[float32](out[0]), tensor.Data[float32](out[1])
}

// TestActivations holds values and gradients to what Keras computes.
func TestActivations(t *testing.T) {
	for _, c := range golden.Load[activationCase](t, "activations") {
		t.Run(c.Name, func(t *testing.T) {
			x := tensor.FromSlice(c.X.Float32s(), c.X.Shape...)
			w := tensor.FromSlice(c.W.Float32s(), c.W.Shape...)
			value, gradient := valueAndGradient(t, func(x *ops.Value) *ops.Value { return activation(c, x) }, x, w)
			// Near their limits tanh x and eˣ-1 are whole units of 6e-8: Keras's
			// results jump by what these are multiplied with.
			near, steep := 1.5e-7, 3e-7
			if c.Args["approximate"] == true {
				near, steep = 5e-7, 6e-6
			}
			if c.Function == "squareplus" {
				finite(c)
			}
			golden.Close(t, value, c.Value, 1e-6, near)
			golden.Close(t, gradient, c.Gradient, 1e-5, steep)
		})
	}
}

// finite makes the gradient that Keras has as NaN half the weight.
func finite(c activationCase) {
	for i, g := range c.Gradient.Data {
		if math.IsNaN(float64(g)) {
			c.Gradient.Data[i] = c.W.Data[i] / 2
		}
	}
}

// TestActivationExtremes checks that neither values nor gradients become NaN where
// exponentials overflow, and that a NaN stays one.
func TestActivationExtremes(t *testing.T) {
	big := []float32{-3e38, -1e4, -200, -90, 90, 200, 1e4, 3e38}
	w := tensor.FromSlice([]float32{1, 1, 1, 1, 1, 1, 1, 1})
	seen := map[string]bool{}
	for _, c := range golden.Load[activationCase](t, "activations") {
		if seen[c.Function] || c.Function == "glu" || c.Function == "exponential" {
			continue
		}
		seen[c.Function] = true
		t.Run(c.Function, func(t *testing.T) {
			f := func(x *ops.Value) *ops.Value { return activation(c, x) }
			value, gradient := valueAndGradient(t, f, tensor.FromSlice(big), w)
			for i, x := range big {
				if math.IsNaN(float64(value[i])) || math.IsNaN(float64(gradient[i])) {
					t.Errorf("at %v: value %v, gradient %v", x, value[i], gradient[i])
				}
			}
			nan := float32(math.NaN())
			value, _ = valueAndGradient(t, f, tensor.FromSlice([]float32{nan}), tensor.FromSlice([]float32{1}))
			switch c.Function {
			case "hard_shrink", "soft_shrink", "threshold": // no comparison holds for NaN, as in Keras
			default:
				if !math.IsNaN(float64(value[0])) {
					t.Errorf("at NaN: %v", value[0])
				}
			}
		})
	}
}

func TestActivationErrors(t *testing.T) {
	for name, f := range map[string]func(x *ops.Value) *ops.Value{
		"Glu":       func(x *ops.Value) *ops.Value { return ops.Glu(x, -1) },
		"Sparsemax": func(x *ops.Value) *ops.Value { return ops.Sparsemax(x, 2) },
	} {
		err := func() (err error) {
			defer ops.Catch(&err)
			f(ops.Input("x", tensor.Float32, 2, 3))
			return nil
		}()
		if e, ok := err.(*ops.Error); !ok || e.Func != name {
			t.Errorf("%s: got %v", name, err)
		}
	}
}

// TestActivationOfIntegers checks that integers are computed as floating-point numbers.
func TestActivationOfIntegers(t *testing.T) {
	for _, c := range golden.Load[activationCase](t, "activations") {
		y := activation(c, ops.Input("x", tensor.Int32, 4, 4))
		switch c.Function {
		case "linear", "relu", "relu6", "hard_tanh": // integers stay integers
		default:
			if y.DType != tensor.Float32 {
				t.Errorf("%s of int32 is %v", c.Name, y.DType)
			}
		}
	}
}
