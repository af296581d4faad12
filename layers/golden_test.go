package layers_test

import (
	"encoding/json"
	"testing"

	"github.com/gokeras/keras/internal/config"
	"github.com/gokeras/keras/internal/engine/ref"
	"github.com/gokeras/keras/internal/golden"
	"github.com/gokeras/keras/layers"
	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/random"
	"github.com/gokeras/keras/tensor"
)

// layerCase is a layer in Keras with given weights: what it gives for x, and the
// gradients of Σ value·w and its losses.
type layerCase struct {
	Name    string
	Layer   json.RawMessage
	X       golden.Array
	Mask    *golden.Array
	Weights []struct {
		Name  string
		Value golden.Array
	}
	Value       golden.Array
	OutputMask  *golden.Array `json:"output_mask"`
	OutputShape openShape     `json:"output_shape"`
	W           golden.Array
	Losses      []golden.Number
	Gradients   []golden.Array
	Gradient    *golden.Array
	Constrained []golden.Array

	Shapes []struct{ Input, Output openShape }
}

// openShape has null for sizes that aren't known.
type openShape []*int

func (s openShape) shape() tensor.Shape {
	var list tensor.Shape
	for _, d := range s {
		if d == nil {
			list = append(list, tensor.Unknown)
		} else {
			list = append(list, *d)
		}
	}
	return list
}

func (c layerCase) layer(t *testing.T, in tensor.Shape) layers.Layer {
	t.Helper()
	l, err := config.Decode[layers.Layer](c.Layer)
	if err == nil {
		err = layers.Build(l, "", random.New(1), in)
	}
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func TestGolden(t *testing.T) { testGolden(t, "layers") }

// testGolden runs all cases of a family.
func testGolden(t *testing.T, family string) {
	for _, c := range golden.Load[layerCase](t, family) {
		t.Run(c.Name, func(t *testing.T) {
			if c.Shapes != nil {
				c.testShapes(t)
			} else {
				c.test(t)
			}
		})
	}
}

func (c layerCase) testShapes(t *testing.T) {
	for _, s := range c.Shapes {
		in, want := s.Input.shape(), s.Output.shape()
		out, err := layers.Infer(c.layer(t, in), ops.Type{Shape: in})
		if err != nil {
			t.Errorf("input %v: %v", in, err)
		} else if !out[0].Shape.Equal(want) {
			t.Errorf("input %v: received %v, expected %v", in, out[0].Shape, want)
		}
	}
}

func (c layerCase) test(t *testing.T) {
	x := c.X.Tensor(t)
	in := x.Shape().Clone()
	in[0] = tensor.Unknown
	l := c.layer(t, in)
	out, err := layers.Infer(l, ops.Type{DType: x.DType(), Shape: in})
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
	c.compare(t, l, x)
}

// compare runs the layer and compares all that Keras told of it.
func (c layerCase) compare(t *testing.T, l layers.Layer, x *tensor.Tensor) {
	tr := ops.NewTrace(false)
	arrays := []*tensor.Tensor{x}
	if c.Mask != nil {
		arrays = append(arrays, c.Mask.Tensor(t))
	}
	var in, results []*ops.Value
	var checks []func([]float32)
	for _, a := range arrays {
		in = append(in, ops.Input("input", a.DType(), a.Shape()...))
	}
	expect := func(y *ops.Value, want golden.Array, rtol float64) {
		results = append(results, ops.Cast(y, tensor.Float32))
		checks = append(checks, func(got []float32) { golden.Close(t, got, want, rtol, 1e-6) })
	}
	if c.Mask != nil {
		tr.SetMask(in[0], in[1])
	}
	y := layers.Apply(tr, l, in[0])[0]
	expect(y, c.Value, 1e-5)
	if m := tr.Mask(y); (m != nil) != (c.OutputMask != nil) {
		t.Errorf("received mask %v, expected one: %v", m != nil, c.OutputMask != nil)
	} else if m != nil {
		expect(m, *c.OutputMask, 0)
	}
	trained := layers.TrainableWeights(l)
	sum := ops.Sum(ops.Multiply(y, ops.Constant(c.W.Tensor(t))))
	losses := tr.Losses()
	for _, v := range trained {
		if v.Regularizer != nil {
			losses = append(losses, v.Regularizer(tr.Get(v)))
		}
	}
	if len(losses) != len(c.Losses) {
		t.Fatalf("received %d losses, expected %d", len(losses), len(c.Losses))
	}
	for i, x := range losses {
		expect(x, golden.Array{Data: c.Losses[i : i+1]}, 1e-5)
		sum = ops.Add(sum, x)
	}
	if len(trained) != len(c.Gradients) {
		t.Fatalf("received %d trainable weights, expected %d", len(trained), len(c.Gradients))
	}
	for i, v := range trained {
		expect(tr.Gradients(sum, tr.Get(v))[0], c.Gradients[i], 2e-5)
	}
	if c.Gradient != nil {
		expect(tr.Gradients(sum, in[0])[0], *c.Gradient, 2e-5)
	}
	if c.Constrained != nil {
		for i, v := range layers.Weights(l) {
			expect(v.Constraint(tr.Get(v)), c.Constrained[i], 1e-5)
		}
	}
	out, err := ref.Run(tr.Program("test", in, results), arrays...)
	if err != nil {
		t.Fatal(err)
	}
	for i, check := range checks {
		check(tensor.Data[float32](out[i]))
	}
}
