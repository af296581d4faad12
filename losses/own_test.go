package losses_test

import (
	"math"
	"reflect"
	"testing"

	"github.com/gokeras/keras/losses"
	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/tensor"
)

type quartic struct {
	Factor float64
	losses.Base
}

func (q *quartic) Call(t *ops.Trace, yTrue, yPred *ops.Value) *ops.Value {
	d := ops.Square(ops.Subtract(yTrue, yPred))
	return ops.Scale(ops.Mean(ops.Square(d), -1), q.Factor)
}

func TestOwn(t *testing.T) {
	y := tensor.FromSlice([]float32{0, 1, 2})
	p := tensor.FromSlice([]float32{1, 1, 4}, 3, 1)
	w := tensor.FromSlice([]float32{1, 1, .5})
	compute := func(l losses.Loss) []float32 {
		t.Helper()
		if err := losses.Check(l); err != nil {
			t.Error(err)
		}
		out := record(t, []*tensor.Tensor{y, p, w}, func(tr *ops.Trace, in []*ops.Value) []*ops.Value {
			return []*ops.Value{losses.Compute(tr, l, in[0], in[1], in[2])}
		})
		return tensor.Data[float32](out[0])
	}
	if got := compute(&quartic{Factor: 3}); got[0] != 9 {
		t.Errorf("received %v, expected 9", got)
	}
	if got := compute(&quartic{Factor: 1, Base: losses.Base{Reduction: losses.None}}); !reflect.DeepEqual(got, []float32{1, 0, 8}) {
		t.Errorf("received %v, expected [1 0 8]", got)
	}
	cubic := &losses.Func{Name: "cubic", Reduction: losses.Sum, Fn: func(_ *ops.Trace, yTrue, yPred *ops.Value) *ops.Value {
		d := ops.Absolute(ops.Subtract(yTrue, yPred))
		return ops.Mean(ops.Multiply(d, ops.Square(d)), -1)
	}}
	if got := compute(cubic); got[0] != 5 {
		t.Errorf("received %v, expected 5", got)
	}
	for l, want := range map[losses.Loss]string{
		&quartic{}: "quartic", &quartic{Base: losses.Base{Name: "q"}}: "q", cubic: "cubic", &losses.Func{}: "func",
		&losses.Huber{}: "huber_loss", &losses.KLDivergence{}: "kl_divergence", losses.Name("MSE"): "MSE", nil: "",
	} {
		if got := losses.NameOf(l); got != want {
			t.Errorf("received name %q, expected %q", got, want)
		}
	}
}

func TestSequenceWeights(t *testing.T) {
	y := tensor.FromSlice([]float32{0, 0, 0, 0}, 2, 2, 1)
	p := tensor.FromSlice([]float32{1, 2, 3, 4}, 2, 2, 1)
	w := tensor.FromSlice([]float32{1, 10})
	mask := tensor.FromSlice([]bool{true, false, true, true}, 2, 2)
	out := record(t, []*tensor.Tensor{y, p, w, mask}, func(tr *ops.Trace, in []*ops.Value) []*ops.Value {
		l := &losses.MeanAbsoluteError{Base: losses.Base{Reduction: losses.Sum}}
		plain := losses.Compute(tr, l, in[0], in[1], in[2])
		tr.SetMask(in[1], in[3])
		return []*ops.Value{plain, losses.Compute(tr, l, in[0], in[1], in[2])}
	})
	if a, b := tensor.Data[float32](out[0])[0], tensor.Data[float32](out[1])[0]; a != 73 || b != 71 {
		t.Errorf("received %v and, masked, %v, expected 73 and 71", a, b)
	}
}

func TestDType(t *testing.T) {
	y := tensor.FromSlice([]float64{1e-9, 2}, 2, 1)
	p := tensor.FromSlice([]float64{0, 2}, 2, 1)
	out := record(t, []*tensor.Tensor{y, p}, func(tr *ops.Trace, in []*ops.Value) []*ops.Value {
		l := &losses.MeanAbsoluteError{Base: losses.Base{DType: "float64", Reduction: losses.Sum}}
		return []*ops.Value{losses.Compute(tr, l, in[0], in[1], nil)}
	})
	if got := tensor.Data[float64](out[0])[0]; got != 1e-9 {
		t.Errorf("received %v, expected 1e-9", got)
	}
}

// TestCTCOfTooFewSteps wants a loss that is very large, but a number, and so the gradient.
func TestCTCOfTooFewSteps(t *testing.T) {
	y := tensor.FromSlice([]int32{1, 1, 2}, 1, 3) // four steps, with the blank
	p := tensor.New(tensor.Float32, 1, 3, 3)
	for _, dt := range []string{"float32", "float64"} {
		out := record(t, []*tensor.Tensor{y, p}, func(tr *ops.Trace, in []*ops.Value) []*ops.Value {
			v := losses.Compute(tr, &losses.CTC{Base: losses.Base{DType: dt}}, in[0], in[1], nil)
			return append([]*ops.Value{v}, tr.Gradients(v, in[1])...)
		})
		for _, x := range tensor.Data[float64](out[0].Cast(tensor.Float64)) {
			if !(x > 1e4 && x < 1e6) {
				t.Errorf("%s: loss %v, expected about 1e5", dt, x)
			}
		}
		for _, x := range tensor.Data[float64](out[1].Cast(tensor.Float64)) {
			if !(math.Abs(x) <= 3) {
				t.Errorf("%s: gradient %v, expected one of at most 3", dt, x)
			}
		}
	}
}

// TestClassesInAColumn wants class numbers [n, 1] to be those of [n].
func TestClassesInAColumn(t *testing.T) {
	p := tensor.FromSlice([]float32{.25, .75, .5, .5}, 2, 2)
	for _, shape := range [][]int{{2}, {2, 1}} {
		out := record(t, []*tensor.Tensor{tensor.FromSlice([]int32{0, 1}, shape...), p}, func(tr *ops.Trace, in []*ops.Value) []*ops.Value {
			l := &losses.CategoricalGeneralizedCrossEntropy{Base: losses.Base{Reduction: losses.None}}
			return []*ops.Value{losses.Compute(tr, l, in[0], in[1], nil)}
		})
		if got := tensor.Data[float32](out[0]); len(got) != 2 || got[0] != 1 || math.Abs(float64(got[1])-.5857864) > 1e-6 {
			t.Errorf("%v: received %v, expected [1 0.5857864]", shape, got)
		}
	}
}
