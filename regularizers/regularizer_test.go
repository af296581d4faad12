package regularizers

import (
	"encoding/json"
	"math"
	"reflect"
	"strings"
	"testing"

	"github.com/gokeras/keras/internal/config"
	"github.com/gokeras/keras/internal/config/configtest"
	"github.com/gokeras/keras/internal/engine/ref"
	"github.com/gokeras/keras/internal/golden"
	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/tensor"
)

func TestRegistered(t *testing.T) { configtest.Registered(t, module) }

func TestConfigs(t *testing.T) { configtest.Run(t, "regularizer") }

// penalty returns a regularizer's penalty for x, and its gradient.
func penalty(t *testing.T, r Regularizer, x []float32, shape ...int) (float32, []float32) {
	t.Helper()
	trace := ops.NewTrace(true)
	in := ops.Input("w", tensor.Float32, shape...)
	y := r.Penalty(in)
	grad := trace.Gradients(y, in)[0]
	out, err := ref.Run(trace.Program("test", []*ops.Value{in}, []*ops.Value{y, grad}), tensor.FromSlice(x, shape...))
	if err != nil {
		t.Fatal(err)
	}
	if out[0].Rank() != 0 {
		t.Fatalf("the penalty has shape %v", out[0].Shape())
	}
	return tensor.Data[float32](out[0])[0], tensor.Data[float32](out[1])
}

// TestKeras holds penalties and gradients to Keras's.
func TestKeras(t *testing.T) {
	for _, c := range golden.Load[struct {
		Name        string
		Regularizer json.RawMessage
		X, Gradient golden.Array
		Value       golden.Number
	}](t, "regularizers") {
		t.Run(c.Name, func(t *testing.T) {
			r, err := config.Decode[Regularizer](c.Regularizer)
			if err != nil {
				t.Fatal(err)
			}
			value, gradient := penalty(t, r, c.X.Float32s(), c.X.Shape...)
			golden.CloseTo(t, float64(value), c.Value, 1e-6, 1e-8)
			golden.Close(t, gradient, c.Gradient, 1e-5, 1e-8)
		})
	}
}

func TestNames(t *testing.T) {
	for name, want := range map[Name]Regularizer{
		"l1": &L1{}, "L1": &L1{}, "l2": &L2{}, "l1l2": &L1L2{}, "L1L2": &L1L2{}, "l1_l2": &L1L2{L1: .01, L2: .01},
		"orthogonal_regularizer": &OrthogonalRegularizer{}, "OrthogonalRegularizer": &OrthogonalRegularizer{},
	} {
		got, err := name.resolve()
		if err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%q is %+v, %v; want %+v", name, got, err, want)
		}
		a, err1 := config.Encode(name)
		b, err2 := config.Encode(want)
		if err1 != nil || err2 != nil || string(a) != string(b) {
			t.Errorf("%q is written as %s, %v; want %s, %v", name, a, err1, b, err2)
		}
	}
	if got, _ := penalty(t, Name("l2"), []float32{3, 4}, 2); math.Abs(float64(got)-.25) > 1e-7 {
		t.Errorf("l2 of (3, 4) is %v, want 0.25", got)
	}
}

// TestZero checks what weights of zeros give: they stay where they are, but for L1, which
// pushes them to the negative side as Keras does.
func TestZero(t *testing.T) {
	for _, c := range []struct {
		r    Regularizer
		want float32
	}{{&L1{}, .01}, {&L2{}, 0}, {&L1L2{L2: 1}, 0}, {&OrthogonalRegularizer{}, 0}} {
		value, gradient := penalty(t, c.r, make([]float32, 4), 2, 2)
		for _, g := range gradient {
			if value != 0 || g != c.want {
				t.Errorf("%T: penalty %v, gradient %v; want 0 and %v", c.r, value, gradient, c.want)
			}
		}
	}
	if value, _ := penalty(t, &OrthogonalRegularizer{}, []float32{1, 2}, 1, 2); value != 0 {
		t.Errorf("the penalty of a single row is %v, want 0", value)
	}
}

func TestErrors(t *testing.T) {
	for _, c := range []struct {
		r    Regularizer
		want string
	}{
		{&L1{new(-1.0)}, "L1: received -1, expected a finite number that isn't negative"},
		{&L2{new(math.NaN())}, "L2: received NaN"},
		{&L1L2{L2: math.Inf(1)}, "L2: received +Inf"},
		{&OrthogonalRegularizer{Mode: "diagonals"}, `Mode: received "diagonals"`},
		{&OrthogonalRegularizer{Factor: new(-.5)}, "Factor: received -0.5"},
		{Name("l3"), `regularizer: received "l3", expected a known name such as "l1", "l2"`},
	} {
		if err := try(c.r, 2, 2); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%T: got %v, want %s", c.r, err, c.want)
		}
	}
	if err := try(&OrthogonalRegularizer{}, 2, 2, 2); err == nil || !strings.Contains(err.Error(), "received a weight of shape (2, 2, 2)") {
		t.Errorf("got %v", err)
	}
}

func try(r Regularizer, shape ...int) (err error) {
	defer ops.Catch(&err)
	r.Penalty(ops.Input("w", tensor.Float32, shape...))
	return nil
}
