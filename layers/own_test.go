package layers_test

import (
	"bytes"
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/gokeras/keras"
	"github.com/gokeras/keras/initializers"
	"github.com/gokeras/keras/layers"
	"github.com/gokeras/keras/losses"
	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/optimizers"
	"github.com/gokeras/keras/tensor"
)

// Centered is a layer with a state of its own: it subtracts the mean of each column,
// in training that of the batch, otherwise a moving average of those.
type Centered struct {
	Momentum float64 `json:"momentum"`
	layers.Base

	shift, mean *ops.Variable
}

var _ = keras.Register[Centered]("layerstest")

func (c *Centered) Build(in tensor.Shape) error {
	c.mean = c.AddWeight(layers.Weight{Name: "moving_mean", Shape: in[1:], Initializer: &initializers.Zeros{}, Frozen: true})
	c.shift = c.AddWeight(layers.Weight{Name: "shift", Shape: in[1:]})
	return nil
}

func (c *Centered) Call(t *ops.Trace, x *ops.Value) *ops.Value {
	mean := t.Get(c.mean)
	if t.Training {
		now := ops.Mean(x, 0)
		t.Set(c.mean, ops.Add(ops.Scale(mean, c.Momentum), ops.Scale(now, 1-c.Momentum)))
		mean = now
	}
	return ops.Add(ops.Subtract(x, mean), t.Get(c.shift))
}

// SumAndDifference has two inputs, of which the first has weights, and two outputs.
type SumAndDifference struct {
	layers.MultiBase
	factor *ops.Variable
}

var _ = keras.Register[SumAndDifference]("layerstest")

func (s *SumAndDifference) BuildAll(in []tensor.Shape) error {
	s.factor = s.AddWeight(layers.Weight{Name: "factor", Shape: in[0][1:]})
	return nil
}

func (s *SumAndDifference) CallAll(t *ops.Trace, in []*ops.Value) []*ops.Value {
	x := ops.Multiply(in[0], t.Get(s.factor))
	return []*ops.Value{ops.Add(x, in[1]), ops.Subtract(x, in[1])}
}

// Masks lets the mask of the first input go on with the second output.
func (s *SumAndDifference) Masks(t *ops.Trace, in, _ []*ops.Value) []*ops.Value {
	return []*ops.Value{nil, t.Mask(in[0])}
}

// Largest has no weights, and so no BuildAll.
type Largest struct{ layers.MultiBase }

var _ = keras.Register[Largest]("layerstest")

func (*Largest) CallAll(_ *ops.Trace, in []*ops.Value) []*ops.Value {
	return []*ops.Value{ops.Maximum(in[0], in[1])}
}

// Twice applies a layer twice, with the same weights, and adds a bias of its own.
type Twice struct {
	Layer layers.Layer `json:"layer"`
	layers.Base

	bias *ops.Variable
}

var _ = keras.Register[Twice]("layerstest")

func (w *Twice) Build(in tensor.Shape) error {
	w.bias = w.AddWeight(layers.Weight{Name: "bias", Shape: in[1:], Initializer: &initializers.Ones{}})
	return w.BuildChild("layer", w.Layer, in)
}

func (w *Twice) Call(t *ops.Trace, x *ops.Value) *ops.Value {
	once := layers.Apply(t, w.Layer, x)[0]
	return ops.Add(layers.Apply(t, w.Layer, once)[0], t.Get(w.bias))
}

func TestOwn(t *testing.T) {
	layerCases{
		"state": {
			New:   func() layers.Layer { return &Centered{Momentum: .75} },
			Input: shape{3}, Output: shape{3}, Weights: []string{"shift", "moving_mean"},
			TrainingDiffers: true, UpdatesState: true,
		},
		"two inputs and outputs": {
			New:    func() layers.Layer { return &SumAndDifference{} },
			Inputs: []shape{{2, 3}, {2, 3}}, Outputs: []shape{{2, 3}, {2, 3}},
			Weights: []string{"factor"}, SupportsMasking: true,
		},
		"two inputs": {
			New:    func() layers.Layer { return &Largest{} },
			Inputs: []shape{{4}, {4}}, Output: shape{4}, Weights: []string{},
		},
		"within": {
			New: func() layers.Layer {
				return &Twice{Layer: &layers.Dense{Units: 4, Activation: "tanh"}, Base: layers.Named("outer")}
			},
			Input: shape{4}, Output: shape{4}, Weights: []string{"bias", "kernel", "bias"},
			Mistakes: map[string]layers.Layer{
				"layer: layer: received nil": &Twice{},
				`layer "outer" (Twice): layer "dense" (Dense): Units: received -1`: &Twice{
					Layer: &layers.Dense{Units: -1}, Base: layers.Named("outer")},
				`layer "dense" (Dense): ops.Matmul`: &Twice{Layer: &layers.Dense{Units: 5}},
			},
		},
		"within that": {
			New: func() layers.Layer {
				return &Twice{Layer: &Twice{Layer: &Centered{Momentum: .5}}}
			},
			Input: shape{3}, Output: shape{3}, Weights: []string{"bias", "bias", "shift", "moving_mean"},
			TrainingDiffers: true, UpdatesState: true,
		},
	}.run(t)
}

// pair is two layers of one class, neither of which has a name.
type pair struct {
	layers.Base
	first, second layers.Dense
}

func (p *pair) Build(in tensor.Shape) error {
	p.first.Units, p.second.Units = 3, 2
	return errors.Join(p.BuildChild("first", &p.first, in), p.BuildChild("second", &p.second, tensor.Shape{in[0], 3}))
}

func (p *pair) Call(t *ops.Trace, x *ops.Value) *ops.Value {
	return layers.Apply(t, &p.second, layers.Apply(t, &p.first, x)[0])[0]
}

// TestNamesWithin checks that layers within a layer get names of their own.
func TestNamesWithin(t *testing.T) {
	m := keras.Sequential(keras.Input(4), &pair{})
	var paths []string
	for _, v := range m.Variables() {
		paths = append(paths, v.Path)
	}
	want := []string{"sequential/pair/dense/kernel", "sequential/pair/dense/bias", "sequential/pair/dense_1/kernel", "sequential/pair/dense_1/bias"}
	if !slices.Equal(paths, want) {
		t.Errorf("received %q, expected %q", paths, want)
	}
	if name := layers.NameOf(keras.Sequential(keras.Input(4), &pair{}).Layers()[0]); name != "pair" {
		t.Errorf("received the name %q of a layer of a model that isn't built, expected one", name)
	}
}

// needy is a layer that doesn't work without a mask.
type needy struct{ layers.Base }

func (*needy) Call(t *ops.Trace, x *ops.Value) *ops.Value {
	mask := t.Mask(x)
	if mask == nil {
		ops.Fail("call", "mask: received none, expected one")
	}
	return ops.Multiply(x, ops.ExpandDims(ops.Cast(mask, x.DType), -1))
}

// halves cuts sequences into two, and their masks too.
type halves struct{ layers.MultiBase }

func (*halves) CallAll(_ *ops.Trace, in []*ops.Value) []*ops.Value { return ops.Split(in[0], 2, 1) }

func (*halves) Masks(t *ops.Trace, in, _ []*ops.Value) []*ops.Value {
	return ops.Split(t.Mask(in[0]), 2, 1)
}

// TestMaskDeclared checks that a layer sees a mask also while the model is declared, as in
// Keras.
func TestMaskDeclared(t *testing.T) {
	embedding := func() layers.Layer { return &layers.Embedding{InputDim: 9, OutputDim: 2, MaskZero: true} }
	in := keras.Input(tensor.Unknown)
	parts := keras.CallAll(&halves{}, keras.Chain(in, embedding(), &layers.Dropout{Rate: .5}))
	for name, m := range map[string]*keras.Model{
		"sequential": keras.Sequential(keras.Input(4), embedding(), &layers.Dropout{Rate: .5}, &needy{}),
		"functional": keras.Functional(in, keras.List{keras.Call(&needy{}, parts[0]), keras.Call(&needy{}, parts[1])}),
		"nested":     keras.Functional(in, keras.Call(&needy{}, keras.Call(keras.Sequential(keras.Input(tensor.Unknown), embedding()), in))),
	} {
		if err := m.Build(nil); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		y, err := m.PredictData(context.Background(), keras.Arrays(tensor.FromSlice([]float32{1, 0, 2, 3}, 1, 4), nil))
		if err != nil {
			t.Errorf("%s: %v", name, err)
		} else if y[0].At(0, 0, 0) == 0 || y[0].At(0, 1, 0) != 0 {
			t.Errorf("%s: received %v, expected what is masked to be 0", name, y[0])
		}
	}
	err := keras.Sequential(keras.Input(4), &layers.Embedding{InputDim: 9, OutputDim: 2}, &needy{}).Build(nil)
	if err == nil || !strings.Contains(err.Error(), `layer "needy" (needy): call: mask: received none`) {
		t.Errorf("received %v, expected an error that tells of the mask", err)
	}
}

func quiet(epochs int) keras.FitOptions {
	return keras.FitOptions{Epochs: epochs, BatchSize: 4, Verbose: new(0), Shuffle: new(false)}
}

// TestState follows the state of a layer of one's own: training changes it, nothing
// else does; it is saved and goes on from there.
func TestState(t *testing.T) {
	ctx := context.Background()
	m := keras.Sequential(keras.Input(2), &Centered{Momentum: .5})
	if err := m.Compile(keras.CompileOptions{Loss: losses.Name("mse"), Optimizer: &optimizers.SGD{LearningRate: .1}}); err != nil {
		t.Fatal(err)
	}
	x := tensor.FromSlice([]float32{0, 4, 2, 4, 0, 4, 2, 4}, 4, 2)
	samples := keras.Arrays(x, x)
	mean := func(m *keras.Model, want ...float32) {
		t.Helper()
		if got := tensor.Data[float32](m.Weights()[1]); got[0] != want[0] || got[1] != want[1] {
			t.Errorf("received the moving mean %v, expected %v", got, want)
		}
	}
	mean(m, 0, 0)
	fit := func(m *keras.Model) {
		t.Helper()
		if _, err := m.Fit(ctx, samples, quiet(1)); err != nil {
			t.Fatal(err)
		}
	}
	fit(m)
	mean(m, .5, 2)
	if _, err := m.Evaluate(ctx, samples, keras.EvaluateOptions{Verbose: new(0)}); err != nil {
		t.Fatal(err)
	}
	if _, err := m.Predict(ctx, x); err != nil {
		t.Fatal(err)
	}
	mean(m, .5, 2)
	var file bytes.Buffer
	if _, err := m.WriteTo(&file); err != nil {
		t.Fatal(err)
	}
	again, err := keras.Read(bytes.NewReader(file.Bytes()), int64(file.Len()))
	if err != nil {
		t.Fatal(err)
	}
	mean(again, .5, 2)
	for _, m := range []*keras.Model{m, again} {
		fit(m)
		mean(m, .75, 3)
	}
}

// TestFrozen trains a model in which some layers aren't trained.
func TestFrozen(t *testing.T) {
	inner := &layers.Dense{Units: 3}
	m := keras.Sequential(keras.Input(3),
		&Twice{Layer: inner, Base: layers.Base{Name: "frozen", Trainable: new(false)}},
		&Twice{Layer: &layers.Dense{Units: 3, Base: layers.Base{Trainable: new(false)}}},
	)
	if err := m.Compile(keras.CompileOptions{Loss: losses.Name("mse"), Optimizer: optimizers.Name("sgd")}); err != nil {
		t.Fatal(err)
	}
	x := tensor.FromSlice([]float32{1, 2, 3, 4, 5, 6}, 2, 3)
	before := m.Weights()
	if _, err := m.Fit(context.Background(), keras.Arrays(x, x), quiet(1)); err != nil {
		t.Fatal(err)
	}
	for i, v := range m.Variables() {
		changed := !bytes.Equal(before[i].Bytes(), v.Store().Bytes())
		if want := v.Path == "sequential/twice/bias"; changed != want {
			t.Errorf("%s: changed: %v, expected %v", v.Path, changed, want)
		}
	}
}

// TestShared gives one layer to two others. Its weights count once, and are saved once.
func TestShared(t *testing.T) {
	shared := &layers.Dense{Units: 3}
	m := keras.Sequential(keras.Input(3), &Twice{Layer: shared}, &Twice{Layer: shared})
	if got := len(m.Weights()); got != 4 {
		t.Errorf("received %d weights, expected 4", got)
	}
	if err := m.Compile(keras.CompileOptions{Loss: losses.Name("mse"), Optimizer: optimizers.Name("sgd")}); err != nil {
		t.Fatal(err)
	}
	x := tensor.FromSlice([]float32{1, 2, 3, 4, 5, 6}, 2, 3)
	if _, err := m.Fit(context.Background(), keras.Arrays(x, x), quiet(1)); err != nil {
		t.Error(err)
	}
}

// TestTwiceInModel has one layer two times in a model, before and after it is saved.
func TestTwiceInModel(t *testing.T) {
	d := &layers.Dense{Units: 3}
	m := keras.Sequential(keras.Input(3), d, &layers.Activation{Activation: "tanh"}, d, &layers.Dense{Units: 3})
	if err := m.Build(nil); err != nil {
		t.Fatal(err)
	}
	var file bytes.Buffer
	if _, err := m.WriteTo(&file); err != nil {
		t.Fatal(err)
	}
	again, err := keras.Read(bytes.NewReader(file.Bytes()), int64(file.Len()))
	if err != nil {
		t.Fatal(err)
	}
	x := tensor.FromSlice([]float32{1, 2, 3, 4, 5, 6}, 2, 3)
	var out [2]*tensor.Tensor
	for i, m := range []*keras.Model{m, again} {
		if n := len(m.Weights()); n != 4 {
			t.Errorf("received %d weights, expected 4", n)
		}
		if l := m.Layers(); l[0] != l[2] {
			t.Errorf("received two layers, expected one twice")
		}
		if out[i], err = m.Predict(context.Background(), x); err != nil {
			t.Fatal(err)
		}
	}
	if !bytes.Equal(out[0].Bytes(), out[1].Bytes()) {
		t.Errorf("received %v, expected %v", out[1], out[0])
	}
}

// TestSeeds draws other numbers at each step, the same ones for the same seed.
func TestSeeds(t *testing.T) {
	x := tensor.New(tensor.Float32, 1, 100)
	x.Fill(1)
	run := func(seed int64) (losses []float64) {
		m := keras.Sequential(keras.Input(100), &layers.Dropout{Rate: .5, Seed: new(seed)}, &layers.Dense{Units: 1,
			KernelInitializer: initializers.Name("ones")})
		if err := m.Compile(keras.CompileOptions{Loss: absolute, Optimizer: &optimizers.SGD{LearningRate: 1e-9}}); err != nil {
			t.Fatal(err)
		}
		if n := len(m.Weights()); n != 2 {
			t.Errorf("received %d weights, expected 2, without the state of the seed", n)
		}
		for range 3 {
			r, err := m.TrainOnBatch(x, tensor.New(tensor.Float32, 1, 1), nil)
			if err != nil {
				t.Fatal(err)
			}
			losses = append(losses, r[0].Value)
		}
		return losses
	}
	a, b, other := run(1), run(1), run(2)
	if a[0] == a[1] || a[1] == a[2] {
		t.Errorf("received %v, expected other numbers at each step", a)
	}
	if a[0] != b[0] || a[2] != b[2] {
		t.Errorf("received %v and %v of one seed, expected the same", a, b)
	}
	if a[0] == other[0] && a[1] == other[1] && a[2] == other[2] {
		t.Errorf("received %v of two seeds, expected different numbers", a)
	}
}

var absolute = losses.Name("mae")

func TestDropoutStatistics(t *testing.T) {
	const n = 200
	x := tensor.New(tensor.Float32, n, 50)
	x.Fill(2)
	for name, l := range map[string]*layers.Dropout{
		"each":    {Rate: .3},
		"columns": {Rate: .3, NoiseShape: shape{tensor.Unknown, 1}},
	} {
		out := apply(t, l, true, x)[0]
		kept, sum := 0, 0.0
		for i, v := range tensor.Data[float32](out) {
			switch {
			case v != 0 && v != 2/float32(.7):
				t.Fatalf("%s: received %v, expected 0 or 2/0.7", name, v)
			case v != 0:
				kept++
			}
			if sum += float64(v); l.NoiseShape != nil && v != tensor.Data[float32](out)[i/50*50] {
				t.Fatalf("%s: element %d: received %v, expected the same along a row", name, i, v)
			}
		}
		if share := float64(kept) / (n * 50); share < .58 || share > .82 {
			t.Errorf("%s: kept %v of all elements, expected about 0.7", name, share)
		}
		if mean := sum / (n * 50); mean < 1.65 || mean > 2.35 {
			t.Errorf("%s: received the mean %v, expected about 2", name, mean)
		}
	}
	for _, v := range tensor.Data[float32](apply(t, &layers.Dropout{Rate: 1}, true, x)[0]) {
		if v != 0 {
			t.Fatalf("rate 1: received %v, expected 0", v)
		}
	}
}

// Counter counts its calls, also those that don't train.
type Counter struct {
	layers.Base
	calls *ops.Variable
}

func (c *Counter) Build(tensor.Shape) error {
	c.calls = c.AddWeight(layers.Weight{Name: "calls", Initializer: initializers.Name("zeros"), Frozen: true})
	return nil
}

func (c *Counter) Call(t *ops.Trace, x *ops.Value) *ops.Value {
	t.Set(c.calls, ops.AddScalar(t.Get(c.calls), 1))
	return x
}

// TestStateOfPredictions predicts at once with a layer that changes its state.
func TestStateOfPredictions(t *testing.T) {
	m := keras.Sequential(keras.Input(3), &Counter{})
	if err := m.Build(nil); err != nil {
		t.Fatal(err)
	}
	const goroutines, calls = 8, 20
	var all sync.WaitGroup
	for range goroutines {
		all.Go(func() {
			for range calls {
				if _, err := m.PredictOnBatch(tensor.New(tensor.Float32, 2, 3)); err != nil {
					t.Error(err)
				}
			}
		})
	}
	all.Wait()
	if got := tensor.Data[float32](m.Weights()[0])[0]; got != goroutines*calls {
		t.Errorf("received %v calls, expected %v", got, goroutines*calls)
	}
}
