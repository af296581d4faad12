package layers_test

import (
	"encoding/json"
	"testing"

	"github.com/gokeras/keras"
	"github.com/gokeras/keras/internal/config"
	"github.com/gokeras/keras/internal/engine/ref"
	"github.com/gokeras/keras/internal/golden"
	"github.com/gokeras/keras/layers"
	"github.com/gokeras/keras/losses"
	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/optimizers"
	"github.com/gokeras/keras/random"
	"github.com/gokeras/keras/tensor"
)

// recurrentCase is what a recurrent layer or a cell with given weights gives in Keras for
// x and first states, and the gradients of Σ value·w over all outputs and its losses; or
// what a stateful one gives for batches one after the other; or training.
type recurrentCase struct {
	Name    string
	Layer   json.RawMessage
	Weights []struct {
		Name  string
		Value golden.Array
	}
	X              *golden.Array
	Mask           *golden.Array
	MaskIsArgument bool `json:"mask_is_argument"`
	States         []golden.Array
	Values         []golden.Array
	Masks          []*golden.Array
	W              []golden.Array
	Losses         []golden.Number
	Gradients      []golden.Array
	Gradient       golden.Array
	StateGradients []golden.Array `json:"state_gradients"`
	Constrained    []golden.Array

	Batches []golden.Array

	Layers json.RawMessage
	Target golden.Array
	Final  []golden.Array
}

// MinimalCell is a cell of a user's own, whose output isn't its state.
type MinimalCell struct {
	Units int `json:"units"`
	layers.MultiBase

	kernel, decay *ops.Variable
}

var _ = keras.Register[MinimalCell]("recurrent")

func (m *MinimalCell) BuildAll(in []tensor.Shape) error {
	m.kernel = m.AddWeight(layers.Weight{Name: "kernel", Shape: shape{in[0][1], m.Units}})
	m.decay = m.AddWeight(layers.Weight{Name: "decay", Shape: shape{m.Units}})
	return nil
}

func (m *MinimalCell) StateShapes() []tensor.Shape { return []tensor.Shape{{m.Units}, {m.Units}} }

func (m *MinimalCell) CallAll(t *ops.Trace, in []*ops.Value) []*ops.Value {
	x, h, sum := in[0], in[1], in[2]
	h = ops.Tanh(ops.Add(ops.Matmul(x, t.Get(m.kernel)), ops.Multiply(h, t.Get(m.decay))))
	return []*ops.Value{ops.Multiply(h, sum), h, ops.Add(sum, h)}
}

func TestRecurrentGolden(t *testing.T) {
	for _, c := range golden.Load[recurrentCase](t, "recurrent_layers") {
		t.Run(c.Name, func(t *testing.T) {
			switch {
			case c.Layers != nil:
				c.train(t)
			case c.Batches != nil:
				c.follow(t)
			default:
				c.compare(t)
			}
		})
	}
}

// layer returns the layer, built, with the weights.
func (c *recurrentCase) layer(t *testing.T, in ...tensor.Shape) layers.Layer {
	t.Helper()
	l, err := config.Decode[layers.Layer](c.Layer)
	if err == nil {
		err = layers.Build(l, "", random.New(1), in...)
	}
	if err != nil {
		t.Fatal(err)
	}
	c.fill(t, layers.Weights(l))
	return l
}

func (c *recurrentCase) fill(t *testing.T, weights []*ops.Variable) {
	t.Helper()
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
}

// compare computes what Keras told, with first states as further inputs and, where
// the layer takes it, as an argument.
func (c *recurrentCase) compare(t *testing.T) {
	arrays := []*tensor.Tensor{c.X.Tensor(t)}
	for _, s := range c.States {
		arrays = append(arrays, s.Tensor(t))
	}
	if c.Mask != nil {
		arrays = append(arrays, c.Mask.Tensor(t))
	}
	in := arrays[0].Shape().Clone()
	in[0] = tensor.Unknown
	l := c.layer(t, in)
	c.run(t, arrays, l, false)
	if _, ok := l.(layers.Caller); ok && len(c.States) > 0 {
		c.run(t, arrays, l, true)
	}
}

func (c *recurrentCase) run(t *testing.T, arrays []*tensor.Tensor, l layers.Layer, stateIsArgument bool) {
	t.Helper()
	tr := ops.NewTrace(false)
	var in, results []*ops.Value
	var checks []func([]float32)
	for _, a := range arrays {
		in = append(in, ops.Input("input", a.DType(), a.Shape()...))
	}
	expect := func(what string, y *ops.Value, want golden.Array, rtol, atol float64) {
		results = append(results, ops.Cast(y, tensor.Float32))
		checks = append(checks, func(got []float32) {
			failed := t.Failed()
			if golden.Close(t, got, want, rtol, atol); !failed && t.Failed() {
				t.Log("in the " + what)
			}
		})
	}
	x, states := in[0], in[1:1+len(c.States)]
	var args layers.Args
	switch {
	case c.MaskIsArgument:
		args.Mask = in[len(in)-1:]
	case c.Mask != nil:
		tr.SetMask(x, in[len(in)-1])
	}
	inputs := in[:1+len(states)]
	if stateIsArgument {
		args.InitialState, inputs = states, in[:1]
	}
	out := layers.ApplyWith(tr, l, args, inputs...)
	if len(out) != len(c.Values) {
		t.Fatalf("received %d outputs, expected %d", len(out), len(c.Values))
	}
	sum := ops.Const(0, tensor.Float32)
	for i, y := range out {
		expect("value", y, c.Values[i], 1e-5, 1e-6)
		sum = ops.Add(sum, ops.Sum(ops.Multiply(y, ops.Constant(c.W[i].Tensor(t)))))
		m := tr.Mask(y)
		if want := c.Masks != nil && c.Masks[i] != nil; (m != nil) != want {
			t.Errorf("output %d: received mask %v, expected one: %v", i, m != nil, want)
		} else if want {
			expect("mask", m, *c.Masks[i], 0, 0)
		}
	}
	losses, trained := ops.Const(0, tensor.Float32), layers.TrainableWeights(l)
	for _, x := range tr.Losses() {
		losses = ops.Add(losses, x)
	}
	for _, v := range trained {
		if v.Regularizer != nil {
			losses = ops.Add(losses, v.Regularizer(tr.Get(v)))
		}
	}
	total := golden.Number(0)
	for _, x := range c.Losses {
		total += x
	}
	expect("losses", losses, golden.Array{Data: []golden.Number{total}}, 1e-5, 1e-7)
	sum = ops.Add(sum, losses)
	if len(trained) != len(c.Gradients) {
		t.Fatalf("received %d trainable weights, expected %d", len(trained), len(c.Gradients))
	}
	for i, v := range trained {
		expect("gradient by "+v.Path, tr.Gradients(sum, tr.Get(v))[0], c.Gradients[i], 1e-4, 3e-6)
	}
	expect("gradient by x", tr.Gradients(sum, x)[0], c.Gradient, 1e-4, 3e-6)
	for i, s := range states {
		expect("gradient by a state", tr.Gradients(sum, s)[0], c.StateGradients[i], 1e-4, 3e-6)
	}
	for i, want := range c.Constrained {
		v := layers.Weights(l)[i]
		expect("constraint of "+v.Path, v.Constraint(tr.Get(v)), want, 1e-5, 1e-6)
	}
	list, err := ref.Run(tr.Program("test", in, results), arrays...)
	if err != nil {
		t.Fatal(err)
	}
	for i, check := range checks {
		check(tensor.Data[float32](list[i]))
	}
}

// follow gives batches to a stateful layer, which is reset before the third.
func (c *recurrentCase) follow(t *testing.T) {
	l := c.layer(t, c.Batches[0].Tensor(t).Shape())
	for i, b := range c.Batches {
		if i == 2 {
			l.(interface{ ResetState() }).ResetState()
		}
		arrays := []*tensor.Tensor{b.Tensor(t)}
		in := []*ops.Value{ops.Input("x", tensor.Float32, arrays[0].Shape()...)}
		tr := ops.NewTrace(i == 1)
		if c.Mask != nil {
			arrays = append(arrays, c.Mask.Tensor(t))
			in = append(in, ops.Input("mask", tensor.Bool, arrays[1].Shape()...))
			tr.SetMask(in[0], in[1])
		}
		out, err := ref.Run(tr.Program("test", in, layers.Apply(tr, l, in[0])), arrays...)
		if err != nil {
			t.Fatal(err)
		}
		golden.Close(t, tensor.Data[float32](out[0]), c.Values[i], 1e-5, 1e-6)
	}
}

// train takes the steps of training that Keras took.
func (c *recurrentCase) train(t *testing.T) {
	x := c.X.Tensor(t)
	list, err := config.Decode[[]layers.Layer](c.Layers)
	m := keras.Sequential(append([]layers.Layer{keras.Input(x.Shape()[1:]...)}, list...)...)
	if err == nil {
		err = m.Compile(keras.CompileOptions{
			Loss: losses.Name("mse"), Optimizer: &optimizers.Adam{LearningRate: .05},
		})
	}
	if err != nil {
		t.Fatal(err)
	}
	c.fill(t, layers.Weights(m))
	for i := range c.Losses {
		r, err := m.TrainOnBatch(x, c.Target.Tensor(t), nil)
		if err != nil {
			t.Fatal(err)
		}
		golden.Close(t, []float32{float32(r[0].Value)}, golden.Array{Data: c.Losses[i : i+1]}, 1e-4, 0)
	}
	for i, w := range m.Weights() {
		golden.Close(t, tensor.Data[float32](w), c.Final[i], 1e-3, 1e-4)
	}
}
