package keras

import (
	"fmt"
	"runtime"
	"testing"

	"github.com/gokeras/keras/activations"
	"github.com/gokeras/keras/callbacks"
	"github.com/gokeras/keras/data"
	"github.com/gokeras/keras/internal/allocs"
	"github.com/gokeras/keras/layers"
	"github.com/gokeras/keras/losses"
	"github.com/gokeras/keras/metrics"
	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/optimizers"
	"github.com/gokeras/keras/random"
	"github.com/gokeras/keras/tensor"
)

// What goes into the small models of these tests: texts of so many words, each one of
// so many.
const (
	stepWords      = 12
	stepVocabulary = 30
)

// steps are the kinds of models that are timed, small: what a step of training does in
// them is what it does in the large ones. Each returns the layers.
var steps = map[string]func() []layers.Layer{
	"mlp": func() []layers.Layer {
		return []layers.Layer{Input(40), &layers.Dense{Units: 50, Activation: activations.Sigmoid}, &layers.Dropout{Rate: .1}}
	},
	"convnet": func() []layers.Layer {
		return []layers.Layer{
			Input(12, 12, 1),
			&layers.Conv2D{Filters: 8, KernelSize: []int{3, 3}, Activation: activations.ReLU}, &layers.MaxPooling2D{PoolSize: []int{2, 2}},
			&layers.Conv2D{Filters: 12, KernelSize: []int{3, 3}, Activation: activations.ReLU}, &layers.BatchNormalization{},
			&layers.Flatten{}, &layers.Dropout{Rate: .5},
		}
	},
	"lstm": func() []layers.Layer {
		return []layers.Layer{
			&layers.Input{Shape: tensor.Shape{stepWords}, Type: tensor.Int32},
			&layers.Embedding{InputDim: stepVocabulary, OutputDim: 16}, &layers.LSTM{Units: 20},
		}
	},
	"gru": func() []layers.Layer {
		return []layers.Layer{
			&layers.Input{Shape: tensor.Shape{stepWords}, Type: tensor.Int32},
			&layers.Embedding{InputDim: stepVocabulary, OutputDim: 16, MaskZero: true}, &layers.Bidirectional{Layer: &layers.GRU{Units: 10}},
		}
	},
	"transformer": func() []layers.Layer {
		return []layers.Layer{
			&layers.Input{Shape: tensor.Shape{stepWords}, Type: tensor.Int32},
			&layers.Embedding{InputDim: stepVocabulary, OutputDim: 16}, &attending{
				attention: &layers.MultiHeadAttention{NumHeads: 2, KeyDim: 16}, norm: &layers.LayerNormalization{}, drop: &layers.Dropout{Rate: .1},
			},
			&layers.Dense{Units: 24, Activation: activations.ReLU}, &layers.GlobalAveragePooling1D{},
		}
	},
}

// attending adds to what comes in what attention makes of it, and normalises it.
type attending struct {
	attention *layers.MultiHeadAttention
	norm      *layers.LayerNormalization
	drop      *layers.Dropout
	layers.Base
}

func (a *attending) Build(in tensor.Shape) error {
	if err := a.BuildChild("attention", a.attention, in, in); err != nil {
		return err
	}
	if err := a.BuildChild("drop", a.drop, in); err != nil {
		return err
	}
	return a.BuildChild("norm", a.norm, in)
}

func (a *attending) Call(t *ops.Trace, x *ops.Value) *ops.Value {
	y := layers.Apply(t, a.drop, layers.Apply(t, a.attention, x, x)[0])[0]
	return layers.Apply(t, a.norm, ops.Add(x, y))[0]
}

// stepping returns a model of a kind, ready for the batch of n samples that comes with it.
func stepping(t *testing.T, kind string, n int) (*Model, data.Batch) {
	t.Helper()
	SetRandomSeed(3)
	m := Sequential(append(steps[kind](), &layers.Dense{Units: 4, Activation: activations.Softmax})...)
	if err := m.Compile(CompileOptions{
		Loss: &losses.SparseCategoricalCrossentropy{}, Optimizer: &optimizers.Adam{}, Metrics: metrics.Names("accuracy"),
	}); err != nil {
		t.Fatal(err)
	}
	in := m.inputOf()
	g := random.New(5)
	numbers := make([]float64, n*in.Shape.Size())
	for i := range numbers {
		numbers[i] = float64(g.Uint64() % stepVocabulary)
		if in.Type.IsFloat() {
			numbers[i] /= stepVocabulary
		}
	}
	x := tensor.FromSlice(numbers, append(tensor.Shape{n}, in.Shape...)...).Cast(in.Type)
	y := tensor.New(tensor.Int32, n)
	for i := range tensor.Data[int32](y) {
		tensor.Data[int32](y)[i] = int32(g.Uint64() % 4)
	}
	b := data.Batch(*data.New(x, y))
	if err := m.prepare(nil, b); err != nil {
		t.Fatal(err)
	}
	return m, b
}

// TestTrainingAllocatesNothing takes steps of training as Fit does.
func TestTrainingAllocatesNothing(t *testing.T) {
	for kind := range steps {
		t.Run(kind, func(t *testing.T) {
			m, b := stepping(t, kind, 32)
			logs := callbacks.Logs{}
			if count := allocs.PerRun(20, func() {
				if err := m.trainStep(b, logs); err != nil {
					t.Error(err)
				}
			}); count != 0 {
				t.Errorf("a step of training allocates %v times", count)
			}
		})
	}
}

// TestTrainingIsTheSameForAnyNumberOfWorkers compares the bits of all weights, and of the
// optimizer's state, after some steps of training.
func TestTrainingIsTheSameForAnyNumberOfWorkers(t *testing.T) {
	train := func(kind string, procs int) string {
		defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(procs))
		m, b := stepping(t, kind, 32)
		logs := callbacks.Logs{}
		for range 4 {
			if err := m.trainStep(b, logs); err != nil {
				t.Fatal(err)
			}
		}
		var all string
		for _, o := range m.owners() {
			for i, v := range o.vars {
				all += fmt.Sprintf("%s/%d %x\n", o.path, i, v.Store().Bytes())
			}
		}
		return all
	}
	for kind := range steps {
		t.Run(kind, func(t *testing.T) {
			want := train(kind, 1)
			for _, procs := range []int{2, 5, 7} {
				if train(kind, procs) != want {
					t.Errorf("GOMAXPROCS=%d: weights or the optimizer's state have other bits than with 1", procs)
				}
			}
		})
	}
}
