package main

import (
	"github.com/gokeras/keras"
	"github.com/gokeras/keras/activations"
	"github.com/gokeras/keras/layers"
	"github.com/gokeras/keras/losses"
	"github.com/gokeras/keras/metrics"
	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/optimizers"
	"github.com/gokeras/keras/random"
	"github.com/gokeras/keras/tensor"
)

// transformer is Keras's example of text classification: one block of a transformer
// over tokens words of a vocabulary.
type transformer struct{ vocabulary, tokens, width, heads, hidden int }

var _ = add("transformer", transformer{20000, 200, 32, 2, 32})

func (w transformer) model() (*keras.Model, error) {
	keras.SetRandomSeed(1)
	m := keras.Sequential(
		&layers.Input{Shape: tensor.Shape{w.tokens}, Type: tensor.Int32},
		&embedded{
			token:    &layers.Embedding{InputDim: w.vocabulary, OutputDim: w.width},
			position: &layers.Embedding{InputDim: w.tokens, OutputDim: w.width},
		},
		newBlock(w),
		&layers.GlobalAveragePooling1D{},
		&layers.Dropout{Rate: .1},
		&layers.Dense{Units: 20, Activation: activations.ReLU},
		&layers.Dropout{Rate: .1},
		&layers.Dense{Units: 2, Activation: activations.Softmax},
	)
	return m, m.Compile(keras.CompileOptions{
		Loss:      &losses.SparseCategoricalCrossentropy{},
		Optimizer: &optimizers.Adam{},
		Metrics:   []metrics.Metric{&metrics.Accuracy{}},
	})
}

func (w transformer) samples(n int) (x, y *tensor.Tensor) {
	g := random.New(1)
	x, y = tensor.New(tensor.Int32, n, w.tokens), tensor.New(tensor.Int32, n, 1)
	for i := range tensor.Data[int32](x) {
		tensor.Data[int32](x)[i] = int32(g.Uint64() % uint64(w.vocabulary))
	}
	for i := range tensor.Data[int32](y) {
		tensor.Data[int32](y)[i] = int32(g.Uint64() % 2)
	}
	return x, y
}

// embedded turns words into the sum of what they and their places stand for.
type embedded struct {
	token, position *layers.Embedding
	layers.Base
}

// Build implements [layers.Layer].
func (e *embedded) Build(in tensor.Shape) error {
	if err := e.BuildChild("token", e.token, in); err != nil {
		return err
	}
	return e.BuildChild("position", e.position, in[1:])
}

// Call implements [layers.Layer].
func (e *embedded) Call(t *ops.Trace, x *ops.Value) *ops.Value {
	places := ops.Arange(x.Shape[1], tensor.Int32)
	return ops.Add(layers.Apply(t, e.token, x)[0], layers.Apply(t, e.position, places)[0])
}

// A block is attention and two layers for each word, each added to what comes in, and
// normalised.
type block struct {
	attention   *layers.MultiHeadAttention
	hidden, out *layers.Dense
	norms       [2]*layers.LayerNormalization
	dropouts    [2]*layers.Dropout
	layers.Base
}

func newBlock(w transformer) *block {
	b := &block{
		attention: &layers.MultiHeadAttention{NumHeads: w.heads, KeyDim: w.width},
		hidden:    &layers.Dense{Units: w.hidden, Activation: activations.ReLU},
		out:       &layers.Dense{Units: w.width},
	}
	for i := range b.norms {
		b.norms[i] = &layers.LayerNormalization{Epsilon: new(1e-6)}
		b.dropouts[i] = &layers.Dropout{Rate: .1}
	}
	return b
}

// Build implements [layers.Layer].
func (b *block) Build(in tensor.Shape) error {
	if err := b.BuildChild("attention", b.attention, in, in); err != nil {
		return err
	}
	children := map[string]layers.Layer{
		"hidden": b.hidden, "out": b.out, "norm1": b.norms[0], "norm2": b.norms[1], "dropout1": b.dropouts[0], "dropout2": b.dropouts[1],
	}
	for _, key := range []string{"hidden", "out", "norm1", "norm2", "dropout1", "dropout2"} {
		if err := b.BuildChild(key, children[key], in); err != nil {
			return err
		}
	}
	return nil
}

// Call implements [layers.Layer].
func (b *block) Call(t *ops.Trace, x *ops.Value) *ops.Value {
	one := func(l layers.Layer, x *ops.Value) *ops.Value { return layers.Apply(t, l, x)[0] }
	y := layers.Apply(t, b.attention, x, x)[0]
	x = one(b.norms[0], ops.Add(x, one(b.dropouts[0], y)))
	y = one(b.out, one(b.hidden, x))
	return one(b.norms[1], ops.Add(x, one(b.dropouts[1], y)))
}
