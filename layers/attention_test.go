package layers_test

import (
	"encoding/json"
	"fmt"
	"testing"

	"github.com/gokeras/keras/internal/config"
	"github.com/gokeras/keras/internal/config/configtest"
	"github.com/gokeras/keras/internal/engine/cpu"
	"github.com/gokeras/keras/internal/engine/ref"
	"github.com/gokeras/keras/internal/golden"
	"github.com/gokeras/keras/layers"
	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/random"
	"github.com/gokeras/keras/tensor"
)

// attentionCase is a call of a layer in Keras with several inputs, masks and arguments:
// what it gives, and the gradients of Σ values·w and its losses.
type attentionCase struct {
	Name    string
	Layer   json.RawMessage
	Inputs  []golden.Array
	Masks   []*golden.Array
	Args    map[string]json.RawMessage
	Weights []struct {
		Name, Path string
		Value      golden.Array
	}
	Values         []golden.Array
	OutputMasks    []*golden.Array `json:"output_masks"`
	W              []golden.Array
	Losses         []golden.Number
	Gradients      []golden.Array
	InputGradients []*golden.Array `json:"input_gradients"`
	Constrained    []golden.Array
}

func TestAttentionGolden(t *testing.T) {
	for _, c := range golden.Load[attentionCase](t, "attention_layers") {
		t.Run(c.Name, c.test)
	}
}

func (c attentionCase) build(t *testing.T) layers.Layer {
	t.Helper()
	l, err := config.Decode[layers.Layer](c.Layer)
	if err != nil {
		t.Fatal(err)
	}
	var in []tensor.Shape
	for _, x := range c.Inputs {
		shape := x.Tensor(t).Shape().Clone()
		shape[0] = tensor.Unknown
		in = append(in, shape)
	}
	if err := layers.Build(l, "", random.New(1), in...); err != nil {
		t.Fatal(err)
	}
	weights := layers.Weights(l)
	if len(weights) != len(c.Weights) {
		t.Fatalf("received %d weights, expected %d", len(weights), len(c.Weights))
	}
	for i, w := range c.Weights {
		if weights[i].Name != w.Name || weights[i].Path != w.Path {
			t.Errorf("weight %d: received %q, expected %q", i, weights[i].Path, w.Path)
		}
		if err := weights[i].Assign(w.Value.Tensor(t)); err != nil {
			t.Fatal(err)
		}
	}
	return l
}

// An attentionTrace is a case on its way into a program.
type attentionTrace struct {
	leaves  []*ops.Value
	arrays  []*tensor.Tensor
	results []*ops.Value
	checks  []func([]float32)
}

// leaf returns a value that stands for an array.
func (p *attentionTrace) leaf(a *tensor.Tensor) *ops.Value {
	v := ops.Input(fmt.Sprint("input", len(p.leaves)), a.DType(), a.Shape()...)
	p.leaves, p.arrays = append(p.leaves, v), append(p.arrays, a)
	return v
}

func (c attentionCase) args(t *testing.T, p *attentionTrace) layers.Args {
	var a layers.Args
	value := func(key string) *ops.Value {
		raw, ok := c.Args[key]
		if !ok {
			return nil
		}
		var array golden.Array
		if err := json.Unmarshal(raw, &array); err != nil {
			t.Fatal(err)
		}
		return p.leaf(array.Tensor(t))
	}
	a.AttentionMask, a.QueryMask = value("attention_mask"), value("query_mask")
	a.ValueMask, a.KeyMask = value("value_mask"), value("key_mask")
	a.UseCausalMask = string(c.Args["use_causal_mask"]) == "true"
	a.Reverse = string(c.Args["reverse"]) == "true"
	a.ReturnAttentionScores = string(c.Args["return_attention_scores"]) == "true"
	return a
}

func (c attentionCase) test(t *testing.T) {
	l := c.build(t)
	tr := ops.NewTrace(false)
	p := &attentionTrace{}
	expect := func(what string, y *ops.Value, want golden.Array, rtol float64) {
		if !y.Shape.Equal(want.Shape) {
			t.Fatalf("%s: received shape %v, expected %v", what, y.Shape, want.Shape)
		}
		p.results = append(p.results, ops.Cast(y, tensor.Float32))
		p.checks = append(p.checks, func(got []float32) {
			t.Helper()
			if !t.Failed() {
				golden.Close(t, got, want, rtol, 5e-6)
				if t.Failed() {
					t.Errorf("%s differs", what)
				}
			}
		})
	}
	var in []*ops.Value
	for _, x := range c.Inputs {
		in = append(in, p.leaf(x.Tensor(t)))
	}
	for i, m := range c.Masks {
		if m != nil {
			tr.SetMask(in[i], p.leaf(m.Tensor(t)))
		}
	}
	out := layers.ApplyWith(tr, l, c.args(t, p), in...)
	if len(out) != len(c.Values) {
		t.Fatalf("received %d outputs, expected %d", len(out), len(c.Values))
	}
	sum := ops.Const(0, tensor.Float32)
	for i, y := range out {
		expect(fmt.Sprint("output ", i), y, c.Values[i], 1e-5)
		sum = ops.Add(sum, ops.Sum(ops.Multiply(y, ops.Constant(c.W[i].Tensor(t)))))
		if m := tr.Mask(y); (m != nil) != (c.OutputMasks[i] != nil) {
			t.Errorf("output %d: received a mask: %v, expected one: %v", i, m != nil, c.OutputMasks[i] != nil)
		} else if m != nil {
			expect(fmt.Sprint("mask ", i), m, *c.OutputMasks[i], 0)
		}
	}
	trained := layers.TrainableWeights(l)
	losses := tr.Losses()
	for _, v := range trained {
		if v.Regularizer != nil {
			losses = append(losses, v.Regularizer(tr.Get(v)))
		}
	}
	if len(losses) != len(c.Losses) {
		t.Fatalf("received %d losses, expected %d", len(losses), len(c.Losses))
	}
	penalty, want := ops.Const(0, tensor.Float32), golden.Number(0)
	for i, x := range losses { // they come in another order
		penalty = ops.Add(penalty, x)
		want += c.Losses[i]
	}
	expect("losses", penalty, golden.Array{Data: []golden.Number{want}}, 1e-5)
	sum = ops.Add(sum, penalty)
	if len(trained) != len(c.Gradients) {
		t.Fatalf("received %d trainable weights, expected %d", len(trained), len(c.Gradients))
	}
	for i, v := range trained {
		expect("gradient by "+v.Path, tr.Gradients(sum, tr.Get(v))[0], c.Gradients[i], 5e-5)
	}
	for i, g := range c.InputGradients {
		if g != nil {
			expect(fmt.Sprint("gradient by input ", i), tr.Gradients(sum, in[i])[0], *g, 5e-5)
		}
	}
	if c.Constrained != nil {
		for i, v := range layers.Weights(l) {
			if v.Constraint != nil {
				expect("constrained "+v.Path, v.Constraint(tr.Get(v)), c.Constrained[i], 1e-5)
			}
		}
	}
	p.run(t, tr)
}

// run computes the results with both engines.
func (p *attentionTrace) run(t *testing.T, tr *ops.Trace) {
	program := tr.Program("test", p.leaves, p.results)
	out, err := ref.Run(program, p.arrays...)
	if err != nil {
		t.Fatal(err)
	}
	for i, check := range p.checks {
		check(tensor.Data[float32](out[i]))
	}
	fast, err := cpu.Compile(program)
	if err != nil {
		t.Fatal(err)
	}
	again := make([]*tensor.Tensor, len(out))
	for i, x := range out {
		again[i] = tensor.New(x.DType(), x.Shape()...)
	}
	if err := fast.Run(p.arrays, again); err != nil {
		t.Fatal(err)
	}
	for i, check := range p.checks {
		check(tensor.Data[float32](again[i]))
	}
}

func TestAttentionConfigs(t *testing.T) { configtest.Run(t, "layer", "attention_configs") }
