package layers_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/gokeras/keras"
	"github.com/gokeras/keras/internal/engine/ref"
	"github.com/gokeras/keras/layers"
	"github.com/gokeras/keras/losses"
	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/random"
	"github.com/gokeras/keras/tensor"
)

// A broken layer does what its functions say.
type broken struct {
	layers.MultiBase
	build func(*broken) error
	call  func(*broken, *ops.Trace, []*ops.Value) []*ops.Value
	masks []*ops.Value
}

func (b *broken) BuildAll([]tensor.Shape) error {
	if b.build == nil {
		return nil
	}
	return b.build(b)
}

func (b *broken) CallAll(t *ops.Trace, in []*ops.Value) []*ops.Value {
	if b.call == nil {
		return in
	}
	return b.call(b, t, in)
}

func (b *broken) Masks(*ops.Trace, []*ops.Value, []*ops.Value) []*ops.Value { return b.masks }

// uncalled forgot CallAll.
type uncalled struct{ layers.MultiBase }

// apply builds a layer and computes what it gives.
func apply(t *testing.T, l layers.Layer, training bool, inputs ...*tensor.Tensor) []*tensor.Tensor {
	t.Helper()
	tr := ops.NewTrace(training)
	var in []*ops.Value
	var shapes []tensor.Shape
	for _, x := range inputs {
		in = append(in, ops.Input("x", x.DType(), x.Shape()...))
		shapes = append(shapes, x.Shape())
	}
	if err := layers.Build(l, "", random.New(5), shapes...); err != nil {
		t.Fatal(err)
	}
	out, err := ref.Run(tr.Program("test", in, layers.Apply(tr, l, in...)), inputs...)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// tryAll builds a layer for inputs of the given shapes and calls it.
func tryAll(l layers.Layer, in ...tensor.Shape) error {
	if err := layers.Build(l, "", random.New(1), in...); err != nil {
		return err
	}
	var types []ops.Type
	for _, s := range in {
		types = append(types, ops.Type{Shape: s})
	}
	_, err := layers.Infer(l, types...)
	return err
}

func TestErrors(t *testing.T) {
	any3 := shape{tensor.Unknown, 3}
	weight := func(w layers.Weight) layers.Layer {
		return &broken{build: func(b *broken) error { b.AddWeight(w); return nil }}
	}
	tests := []struct {
		layer layers.Layer
		in    []shape
		want  string
	}{
		{nil, []shape{any3}, "layer: received nil"},
		{(*layers.Dense)(nil), []shape{any3}, "layer: received a nil *layers.Dense"},
		{&layers.Dense{Units: 3, Base: layers.Named("d")}, nil, `layer "d" (Dense): received 0 inputs, expected 1`},
		{&layers.Dense{Units: 3}, []shape{any3, any3}, `layer Dense: received 2 inputs, expected 1`},
		{&layers.Dense{Units: 3}, []shape{{tensor.Unknown}}, "input: received shape (None,), expected a batch axis and at least one more"},
		{&layers.Dense{Units: 3}, []shape{{2, tensor.Unknown}}, "input: received shape (2, None), expected a last axis of known size"},
		{&layers.Flatten{}, []shape{{}}, "input: received a scalar, expected a batch axis"},
		{&layers.Reshape{}, []shape{{}}, "input: received a scalar, expected a batch axis"},
		{&uncalled{}, []shape{any3}, "layer uncalled: call: the layer embeds layers.MultiBase but has no method CallAll"},
		{weight(layers.Weight{Name: "w", Shape: shape{tensor.Unknown}}), []shape{any3}, `layer broken: weight "w" of shape (None,): `},
		{weight(layers.Weight{Name: "w", Initializer: nothing{}}), []shape{any3}, `weight "w" of shape (): initializer returned nil`},
		{weight(layers.Weight{Name: "w", Initializer: other{}}), []shape{any3}, `weight "w" of shape (): initializer returned int32(5,), expected float32()`},
		{&broken{build: func(*broken) error { return errors.Join(errors.New("one"), errors.New("two")) }}, nil, "layer broken: one\nlayer broken: two"},
		{&broken{build: func(*broken) error { ops.Fail("f", "as in ops"); return nil }}, nil, "layer broken: f: as in ops"},
		{&broken{build: func(b *broken) error { return b.BuildChild("inner", (*layers.Dense)(nil)) }}, nil, "inner: layer: received a nil *layers.Dense"},
		{&broken{call: func(b *broken, _ *ops.Trace, in []*ops.Value) []*ops.Value {
			b.AddWeight(layers.Weight{Name: "late"})
			return in
		}}, []shape{any3}, `layer broken: ops.AddWeight: weight "late": received a call outside of Build`},
		{&broken{call: func(b *broken, _ *ops.Trace, in []*ops.Value) []*ops.Value { b.AddSeed(nil); return in }},
			[]shape{any3}, "AddSeed: received a call outside of Build"},
		{&broken{call: func(b *broken, _ *ops.Trace, in []*ops.Value) []*ops.Value {
			if err := b.BuildChild("late", &layers.Dense{Units: 1}, any3); err != nil {
				ops.Fail("call", "%w", err)
			}
			return in
		}}, []shape{any3}, `BuildChild "late": received a call outside of Build`},
		{&broken{call: func(_ *broken, t *ops.Trace, in []*ops.Value) []*ops.Value {
			return layers.Apply(t, &layers.Dense{Units: 1}, in...)
		}}, []shape{any3}, "layer broken: layer Dense: call: the layer isn't built"},
		{&broken{call: func(*broken, *ops.Trace, []*ops.Value) []*ops.Value { return []*ops.Value{nil} }},
			[]shape{any3}, "output 0: received nil, expected a value"},
		{&broken{}, []shape{any3}, "received 0 masks, expected one for each of the 1 outputs"},
		{&broken{masks: make([]*ops.Value, 9), call: func(_ *broken, _ *ops.Trace, in []*ops.Value) []*ops.Value {
			return []*ops.Value{in[0], in[0]}[:1+in[0].Shape[0]%2]
		}}, []shape{any3}, "received 9 masks"},
	}
	for i, tt := range tests {
		err := tryAll(tt.layer, tt.in...)
		if err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%d: received %v, expected an error with %q", i, err, tt.want)
		}
	}
}

// nothing and other are initializers that return what isn't a weight.
type nothing struct{}

func (nothing) Initialize(*random.Generator, tensor.DType, tensor.Shape) (*tensor.Tensor, error) {
	return nil, nil
}

type other struct{}

func (other) Initialize(*random.Generator, tensor.DType, tensor.Shape) (*tensor.Tensor, error) {
	return tensor.New(tensor.Int32, 5), nil
}

// TestOutputsDependOnBatch refuses layers whose outputs have no one type.
func TestOutputsDependOnBatch(t *testing.T) {
	for want, outputs := range map[string]func(x *ops.Value) []*ops.Value{
		"the number of outputs depends on the batch: 1 and 2": func(x *ops.Value) []*ops.Value {
			return []*ops.Value{x, x}[:x.Shape[0]-1]
		},
		"the number of axes of the output depends on the batch: (2, 3) and (3, 3, 1)": func(x *ops.Value) []*ops.Value {
			if x.Shape[0] == 2 {
				return []*ops.Value{x}
			}
			return []*ops.Value{ops.ExpandDims(x, -1)}
		},
	} {
		l := &unmasked{call: outputs}
		if err := tryAll(l, shape{tensor.Unknown, 3}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("received %v, expected an error with %q", err, want)
		}
	}
}

type unmasked struct {
	layers.MultiBase
	call func(*ops.Value) []*ops.Value
}

func (u *unmasked) CallAll(_ *ops.Trace, in []*ops.Value) []*ops.Value { return u.call(in[0]) }

// panicking has a mistake in its code.
type panicking struct {
	layers.Base
	armed bool
}

func (p *panicking) Call(_ *ops.Trace, x *ops.Value) *ops.Value {
	if p.armed {
		panic("a mistake")
	}
	return x
}

// TestPanic lets a panic of a layer's own code go on as it is, out of every verb, and
// leaves the model usable.
func TestPanic(t *testing.T) {
	ctx := context.Background()
	x := tensor.New(tensor.Float32, 2, 3)
	l := &panicking{}
	m := keras.Sequential(keras.Input(3), l, &layers.Dense{Units: 3})
	if err := m.Compile(keras.CompileOptions{Loss: losses.Name("mse")}); err != nil {
		t.Fatal(err)
	}
	verbs := map[string]func() error{
		"Build": func() error {
			return keras.Sequential(keras.Input(3), &panicking{armed: l.armed}).Build(nil)
		},
		"Fit": func() error { _, err := m.Fit(ctx, keras.Arrays(x, x), quiet(1)); return err },
		"Evaluate": func() error {
			_, err := m.Evaluate(ctx, keras.Arrays(x, x), keras.EvaluateOptions{Verbose: new(0)})
			return err
		},
		"Predict": func() error { _, err := m.Predict(ctx, x); return err },
		"TrainOnBatch": func() error {
			_, err := m.TrainOnBatch(x, x, nil)
			return err
		},
	}
	for _, armed := range []bool{true, false} {
		l.armed = armed
		for name, verb := range verbs {
			var got any
			func() {
				defer func() { got = recover() }()
				if err := verb(); err != nil {
					t.Errorf("%s: %v", name, err)
				}
			}()
			if armed && got != "a mistake" || !armed && got != nil {
				t.Errorf("%s, armed: %v: received the panic %v", name, armed, got)
			}
		}
	}
}

// TestAllMistakes returns the mistakes of all layers at once.
func TestAllMistakes(t *testing.T) {
	m := keras.Sequential(keras.Input(4), &layers.Dense{Activation: "rellu"}, nil, &layers.Dropout{Rate: 7})
	err := m.Compile(keras.CompileOptions{Loss: losses.Name("mse")})
	if err == nil {
		t.Fatal("received no error")
	}
	for _, want := range []string{
		`layer "dense" (Dense): Units: received 0`, `layer "dense" (Dense): activation: received "rellu"`, "layer 2: received nil", `layer "dropout" (Dropout): Rate: received 7`,
	} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("received\n%v\nexpected it to have %q", err, want)
		}
	}
}
