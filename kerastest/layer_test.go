package kerastest_test

import (
	"errors"
	"testing"

	"github.com/gokeras/keras"
	"github.com/gokeras/keras/initializers"
	"github.com/gokeras/keras/internal/graph"
	"github.com/gokeras/keras/kerastest"
	"github.com/gokeras/keras/layers"
	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/tensor"
)

type shape = tensor.Shape

// Gated is a layer that is as it should be: y = factor·(x·gate + shift). Its faults
// make it break one rule each.
type Gated struct {
	Factor float64 `json:"factor"`
	Lost   float64 `json:"-"`
	Dulled Dulled  `json:"dulled"`
	Fault  fault   `json:"fault"`
	layers.Base

	gate, shift, count *ops.Variable
}

type fault string

// Dulled is a setting that is written wrong: it grows each time.
type Dulled int

func (d Dulled) MarshalConfig() (any, error) {
	if d == 0 {
		return 0, nil
	}
	return int(d) + 1, nil
}

var _ = keras.Register[Gated]("kerastest_test")

func (g *Gated) Validate() error {
	if g.Factor == 0 || g.Fault == "invalid" {
		return errors.New("Factor: received 0, expected another number")
	}
	return nil
}

func (g *Gated) Build(in tensor.Shape) error {
	ones := &initializers.Ones{}
	g.gate = g.AddWeight(layers.Weight{Name: "gate", Shape: in[1:]})
	g.shift = g.AddWeight(layers.Weight{Name: "shift", Shape: in[1:], Initializer: ones})
	g.count = g.AddWeight(layers.Weight{Name: "count", Initializer: ones, Frozen: true})
	if g.Fault == "same name" {
		g.AddWeight(layers.Weight{Name: "gate", Shape: in[1:]})
	}
	return nil
}

func (g *Gated) Call(t *ops.Trace, x *ops.Value) *ops.Value {
	gate := t.Get(g.gate)
	switch g.Fault {
	case "stopped":
		gate = ops.StopGradient(gate)
	case "mixed rows":
		x = ops.Subtract(x, ops.KeepDims(ops.Mean(x, 0), x, 0))
	case "batch":
		x = ops.Reshape(x, 1, -1)
		return x
	case "guessed":
		if x.Shape[0] == 5 {
			return ops.Concatenate([]*ops.Value{x, x}, 1)
		}
	case "training":
		if t.Training {
			x = ops.Scale(x, 2)
		}
	case "counts":
		t.Set(g.count, ops.AddScalar(t.Get(g.count), 1))
	case "counts in training":
		if t.Training {
			t.Set(g.count, ops.AddScalar(t.Get(g.count), 1))
		}
	case "single":
		return ops.Cast(ops.Add(ops.Multiply(x, gate), t.Get(g.shift)), tensor.Float32)
	case "by type":
		if x.DType == tensor.Float64 {
			x = ops.Scale(x, 2)
		}
	case "wrong slope":
		x = graph.Apply(bent{}, x)
	case "restless":
		x = graph.Apply(restless{}, x)
	case "greedy":
		x = graph.Apply(greedy{}, x)
	}
	return ops.Scale(ops.Add(ops.Multiply(x, gate), t.Get(g.shift)), g.Factor)
}

func (g *Gated) PassesMask() {}

// masked is a layer whose mask isn't that of its input, or doesn't fit.
type masked struct {
	layers.Base
	fault string
}

func (m *masked) Call(_ *ops.Trace, x *ops.Value) *ops.Value { return ops.Scale(x, 2) }

func (m *masked) Masks(t *ops.Trace, in, out []*ops.Value) []*ops.Value {
	mask := t.Mask(in[0])
	switch {
	case mask == nil || m.fault == "none":
		return []*ops.Value{nil}
	case m.fault == "numbers":
		return []*ops.Value{ops.Cast(mask, tensor.Float32)}
	}
	return []*ops.Value{ops.Reshape(mask, 1, -1)}
}

// Forgetful has a state that nobody knows of: how many were built before.
type Forgetful struct {
	layers.Base
	hidden *ops.Variable
}

var _ = keras.Register[Forgetful]("kerastest_test")

var built float32

func (f *Forgetful) Build(tensor.Shape) error {
	built++
	f.hidden = ops.NewVariable("hidden", tensor.Scalar(built))
	return nil
}

func (f *Forgetful) Call(t *ops.Trace, x *ops.Value) *ops.Value {
	return ops.Multiply(x, t.Get(f.hidden))
}

// Heavy has weights though it says that it never has.
type Heavy struct{ layers.Dense }

func (*Heavy) Weightless() {}

func gated(f fault, change ...func(*kerastest.LayerCase)) func(testing.TB) {
	c := kerastest.LayerCase{
		New:   func() layers.Layer { return &Gated{Factor: .5, Fault: f} },
		Input: shape{3}, Output: shape{3}, Weights: []string{"gate", "shift", "count"}, SupportsMasking: true,
	}
	for _, f := range change {
		f(&c)
	}
	return func(t testing.TB) { kerastest.Layer(t, c) }
}

func TestLayer(t *testing.T) {
	type c = kerastest.LayerCase
	unsaved := func(c *c) { c.NotSaved = true }
	one := &Gated{Factor: 1}
	tests := map[string]struct {
		run  func(testing.TB)
		want []string
	}{
		"right":       {gated(""), nil},
		"no New":      {gated("", func(c *c) { c.New = nil }), []string{"case: New: received nil"}},
		"one for all": {gated("", func(c *c) { c.New = func() layers.Layer { return one } }), []string{"settings: New returned one *kerastest_test.Gated twice"}},
		"invalid":     {gated("invalid"), []string{"settings: received the error"}},
		"mistakes": {gated("", func(c *c) {
			c.Mistakes = map[string]layers.Layer{
				"no mistake": &Gated{Factor: 1}, "something else": &Gated{}, "received 0": &Gated{},
			}
		}), []string{`mistakes: received no error of a wrong *kerastest_test.Gated, expected one with "no mistake"`, `has "something else"`}},
		"output":    {gated("", func(c *c) { c.Output = shape{4} }), []string{"shapes: output 0: received shape (None, 3), expected (None, 4)"}},
		"outputs":   {gated("", func(c *c) { c.Outputs = []shape{{3}, {3}} }), []string{"shapes: received 1 outputs, expected 2"}},
		"batch":     {gated("batch"), []string{"shapes: output 0 of a batch of 5: received shape (1, 15), expected the first axis to be the batch"}},
		"guessed":   {gated("guessed"), []string{"shapes: output 0 of a batch of 5: received float32(5, 6), expected float32(None, 3), as foretold for any batch"}},
		"weights":   {gated("", func(c *c) { c.Weights = []string{"gate"} }), []string{`weights: received ["gate" "shift" "count"], expected ["gate"]`}},
		"same name": {gated("same name", unsaved), []string{`weights: received the path "gated/gate" twice`}},
		"weightless": {func(t testing.TB) {
			kerastest.Layer(t, c{New: func() layers.Layer { return &Heavy{layers.Dense{Units: 2}} }, Input: shape{2}, NotSaved: true, SupportsMasking: true})
		}, []string{"of a layers.Weightless, expected none"}},
		"lost":   {gated("", func(c *c) { c.New = func() layers.Layer { return &Gated{Factor: 1, Lost: 2} } }), []string{"config: field Lost: received 0 after it was written and read, expected 2"}},
		"dulled": {gated("", func(c *c) { c.New = func() layers.Layer { return &Gated{Factor: 1, Dulled: 1} } }), []string{"when written again, expected", "config: field Dulled: received 2"}},
		"unregistered": {func(t testing.TB) {
			kerastest.Layer(t, c{New: func() layers.Layer { return &masked{} }, Input: shape{3}, SupportsMasking: true})
		}, []string{"config: ", "keras.Register"}},
		"state": {func(t testing.TB) {
			kerastest.Layer(t, c{New: func() layers.Layer { return &Forgetful{} }, Input: shape{3}})
		}, []string{"saving: received other predictions"}},
		"slope":              {gated("wrong slope"), []string{"gradient: by element 0 of input 0: received"}},
		"stopped":            {gated("stopped"), []string{"gradient: by element 0 of gated/gate: received 0, expected", "training: weight gated/gate: received the value that it had"}},
		"mixed rows":         {gated("mixed rows"), []string{"rows: output 0 of samples 0 to 0 alone"}},
		"counts":             {gated("counts"), []string{"modes: variable count: received a new value without training", "training: weight gated/count, which isn't trained"}},
		"counts in training": {gated("counts in training"), []string{"training: weight gated/count, which isn't trained: received another value"}},
		"declared":           {gated("counts in training", func(c *c) { c.UpdatesState = true }), nil},
		"not counting":       {gated("", func(c *c) { c.UpdatesState = true }), []string{"training: received the values that weights that aren't trained had"}},
		"training":           {gated("training"), []string{"modes: received other outputs in training"}},
		"no difference":      {gated("", func(c *c) { c.TrainingDiffers = true }), []string{"modes: received the same outputs in training"}},
		"float32":            {gated("single"), []string{"float64: output 0: received float32, expected float64"}},
		"by type":            {gated("by type"), []string{"float64: output 0: received", "as in float32"}},
		"masked":             {gated("", func(c *c) { c.SupportsMasking = false }), []string{"masks: received a mask of the output, expected none"}},
		"unmasked":           {wrongMask("none"), []string{"masks: received no mask of the output, expected one"}},
		"mask of numbers":    {wrongMask("numbers"), []string{"masks: received a mask of type float32"}},
		"mask of no shape":   {wrongMask("shape"), []string{"masks: received a mask of type bool(1, 4)"}},
		"restless":           {gated("restless"), []string{"engine: output 0: received", "parallel: output 0: received other bits on 4 processors"}},
		"greedy":             {gated("greedy"), []string{"allocation: received"}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) { expect(t, tt.run, tt.want...) })
	}
}

func wrongMask(fault string) func(testing.TB) {
	return func(t testing.TB) {
		kerastest.Layer(t, kerastest.LayerCase{
			New: func() layers.Layer { return &masked{fault: fault} }, Input: shape{3}, NotSaved: true, SupportsMasking: true,
		})
	}
}
