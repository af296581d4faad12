package layers_test

import (
	"encoding/json"
	"testing"

	"github.com/gokeras/keras/internal/config"
	"github.com/gokeras/keras/internal/engine/cpu"
	"github.com/gokeras/keras/internal/golden"
	"github.com/gokeras/keras/layers"
	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/random"
	"github.com/gokeras/keras/tensor"
)

// stepCase is a layer in Keras with given weights, one or more inputs, and perhaps in
// training: what it gives, the gradients of Σ value·w and its losses, and what became of
// its weights.
type stepCase struct {
	Name     string
	Layer    json.RawMessage
	Inputs   []golden.Array
	Masks    []*golden.Array
	Training bool
	Weights  []struct {
		Name  string
		Value golden.Array
	}
	Value          golden.Array
	OutputMask     *golden.Array `json:"output_mask"`
	OutputShape    openShape     `json:"output_shape"`
	W              golden.Array
	Losses         []golden.Number
	Gradients      []golden.Array
	InputGradients []golden.Array `json:"input_gradients"`
	After          []golden.Array

	Batches, Adapted []golden.Array
}

// testSteps runs all cases of a family but those of adapted layers.
func testSteps(t *testing.T, family string) {
	for _, c := range golden.Load[stepCase](t, family) {
		if c.Adapted == nil {
			t.Run(c.Name, c.run)
		}
	}
}

// build returns the case's layer with its weights.
func (c stepCase) build(t *testing.T) layers.Layer {
	l, err := config.Decode[layers.Layer](c.Layer)
	if err != nil {
		t.Fatal(err)
	}
	var shapes []tensor.Shape
	var types []ops.Type
	for _, x := range c.Inputs {
		a := x.Tensor(t)
		shape := append(tensor.Shape{tensor.Unknown}, a.Shape()[1:]...)
		shapes = append(shapes, shape)
		types = append(types, ops.Type{DType: a.DType(), Shape: shape})
	}
	if err := layers.Build(l, "", random.New(1), shapes...); err != nil {
		t.Fatal(err)
	}
	out, err := layers.Infer(l, types...)
	if err != nil {
		t.Fatal(err)
	}
	if want := c.OutputShape.shape(); !out[0].Shape.Equal(want) {
		t.Errorf("received shape %v, expected %v", out[0].Shape, want)
	}
	weights := layers.Weights(l)
	if len(weights) != len(c.Weights) {
		t.Fatalf("received %d weights, expected %d", len(weights), len(c.Weights))
	}
	for i, w := range c.Weights {
		if weights[i].Name != w.Name {
			t.Errorf("weight %d: received name %q, expected %q", i, weights[i].Name, w.Name)
		}
		if err := weights[i].Assign(w.Value.Tensor(t)); err != nil {
			t.Fatal(err)
		}
	}
	return l
}

// A comparison is a value and what Keras has.
type comparison struct {
	what  string
	value *ops.Value
	want  golden.Array
	near  float64 // relative
}

func (c stepCase) run(t *testing.T) {
	l := c.build(t)
	tr := ops.NewTrace(c.Training)
	var in []*ops.Value
	var arrays []*tensor.Tensor
	input := func(a golden.Array) *ops.Value {
		x := a.Tensor(t)
		arrays = append(arrays, x)
		in = append(in, ops.Input("input", x.DType(), x.Shape()...))
		return in[len(in)-1]
	}
	var xs, floats, leaves []*ops.Value
	for _, a := range c.Inputs {
		x := input(a)
		xs = append(xs, x)
		if x.DType.IsFloat() {
			floats = append(floats, x)
		}
	}
	for i, m := range c.Masks {
		if m != nil {
			tr.SetMask(xs[i], input(*m))
		}
	}
	// The values before the layer replaces any: Keras's gradients are by those.
	trained := layers.TrainableWeights(l)
	for _, v := range trained {
		leaves = append(leaves, tr.Get(v))
	}
	y := layers.Apply(tr, l, xs...)[0]
	list := []comparison{{"value", y, c.Value, 1e-5}}
	if m := tr.Mask(y); (m != nil) != (c.OutputMask != nil) {
		t.Errorf("received mask %v, expected one: %v", m != nil, c.OutputMask != nil)
	} else if m != nil {
		list = append(list, comparison{"mask", m, *c.OutputMask, 0})
	}
	sum := ops.Sum(ops.Multiply(y, ops.Constant(c.W.Tensor(t))))
	losses := tr.Losses()
	for i, v := range trained {
		if v.Regularizer != nil {
			losses = append(losses, v.Regularizer(leaves[i]))
		}
	}
	if len(losses) != len(c.Losses) || len(trained) != len(c.Gradients) || len(floats) != len(c.InputGradients) {
		t.Fatalf("received %d losses, %d trainable weights and %d inputs, expected %d, %d and %d",
			len(losses), len(trained), len(floats), len(c.Losses), len(c.Gradients), len(c.InputGradients))
	}
	for i, x := range losses {
		list = append(list, comparison{"loss", x, golden.Array{Data: c.Losses[i : i+1]}, 1e-5})
		sum = ops.Add(sum, x)
	}
	for i, g := range tr.Gradients(sum, append(leaves, floats...)...) {
		want := append(c.Gradients, c.InputGradients...)[i]
		list = append(list, comparison{"gradient", g, want, 1e-4})
	}
	if c.Training {
		for i, v := range layers.Weights(l) {
			list = append(list, comparison{v.Name + " after", tr.Get(v), c.After[i], 1e-5})
		}
	}
	results := make([]*ops.Value, len(list))
	for i, x := range list {
		results[i] = ops.Cast(x.value, tensor.Float32)
	}
	program, err := cpu.Compile(tr.Program("test", in, results))
	if err != nil {
		t.Fatal(err)
	}
	out := make([]*tensor.Tensor, len(results))
	for i, r := range results {
		out[i] = tensor.New(r.DType, r.Shape...)
	}
	if err := program.Run(arrays, out); err != nil {
		t.Fatal(err)
	}
	for i, x := range list {
		if !golden.Close(t, tensor.Data[float32](out[i]), x.want, x.near, max(x.near/10, 1e-6)) {
			t.Errorf("as %s", x.what)
		}
	}
	if c.Training {
		for i, v := range layers.Weights(l) {
			golden.Close(t, tensor.Data[float32](v.Store().Cast(tensor.Float32)), c.After[i], 1e-5, 1e-6)
		}
	}
}
