package layers_test

import (
	"strings"
	"testing"

	"github.com/gokeras/keras/internal/engine/ref"
	"github.com/gokeras/keras/layers"
	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/random"
	"github.com/gokeras/keras/regularizers"
	"github.com/gokeras/keras/tensor"
)

// words is a batch of integers below 7.
func words(g *random.Generator, _ int, s shape) *tensor.Tensor {
	x := tensor.New(tensor.Int32, s...)
	for i := range tensor.Data[int32](x) {
		tensor.Data[int32](x)[i] = int32(g.Uint64() % 7)
	}
	return x
}

func TestEmbedding(t *testing.T) {
	table := []string{"embeddings"}
	layerCases{
		"rows": {
			New:    func() layers.Layer { return &layers.Embedding{InputDim: 7, OutputDim: 3} },
			Values: words, Input: shape{4}, Output: shape{4, 3}, Weights: table,
			Mistakes: map[string]layers.Layer{
				"InputDim: received 0, expected a positive number":   &layers.Embedding{OutputDim: 1},
				"OutputDim: received -2, expected a positive number": &layers.Embedding{InputDim: 1, OutputDim: -2},
				"LoRARank: received 2, expected 0":                   &layers.Embedding{InputDim: 1, OutputDim: 2, LoRARank: 2},
				"Weights: received shape (2, 2), expected (1, 2)":    &layers.Embedding{InputDim: 1, OutputDim: 2, Weights: tensor.New(tensor.Float32, 2, 2)},
			},
		},
		"numbers": {
			New:    func() layers.Layer { return &layers.Embedding{InputDim: 7, OutputDim: 3, MaskZero: true} },
			Values: words, Input: shape{}, Output: shape{3}, Weights: table, SupportsMasking: true,
		},
		"regularized": {
			New: func() layers.Layer {
				return &layers.Embedding{InputDim: 7, OutputDim: 3, EmbeddingsRegularizer: &regularizers.L2{}}
			},
			Values: words, Input: shape{2, 3}, Output: shape{2, 3, 3}, Weights: table,
		},
	}.run(t)
}

func TestEmbeddingWeights(t *testing.T) {
	w := tensor.FromSlice([]float32{1, 2, 3, 4, 5, 6}, 3, 2)
	l := &layers.Embedding{InputDim: 3, OutputDim: 2, Weights: w}
	if err := layers.Build(l, "", random.New(1), shape{tensor.Unknown}); err != nil {
		t.Fatal(err)
	}
	if got := layers.Weights(l)[0].Store(); string(got.Bytes()) != string(w.Bytes()) {
		t.Errorf("received %v, expected %v", got, w)
	}
}

func TestReversibleEmbedding(t *testing.T) {
	layerCases{
		"tied": {
			New: func() layers.Layer {
				return &layers.ReversibleEmbedding{Embedding: layers.Embedding{InputDim: 7, OutputDim: 3}}
			},
			Values: words, Input: shape{4}, Output: shape{4, 3}, Weights: []string{"embeddings"},
			Mistakes: map[string]layers.Layer{
				`ReverseDType: received "int8"`: &layers.ReversibleEmbedding{Embedding: layers.Embedding{InputDim: 7, OutputDim: 3}, ReverseDType: "int8"},
			},
		},
	}.run(t)
}

func TestEinsumDense(t *testing.T) {
	both := []string{"kernel", "bias"}
	type e = layers.EinsumDense
	layerCases{
		"rows": {
			New:   func() layers.Layer { return &e{Equation: "ab,bc->ac", OutputShape: shape{3}, BiasAxes: "c"} },
			Input: shape{5}, Output: shape{3}, Weights: both,
			Mistakes: map[string]layers.Layer{
				`Equation: received "ab->ac", expected one of the forms`:                   &e{Equation: "ab->ac", OutputShape: shape{3}},
				`Equation: received "...a,ab->b...", expected one of the forms`:            &e{Equation: "...a,ab->b...", OutputShape: shape{3}},
				`Equation: received "ab,bd->ac"`:                                           &e{Equation: "ab,bd->ac", OutputShape: shape{3}},
				`the output's axis 'd' in the input or the kernel`:                         &e{Equation: "ab,bc->acd", OutputShape: shape{3, 4}},
				`BiasAxes: received "b", expected letters of the output's axes "ac"`:       &e{Equation: "ab,bc->ac", OutputShape: shape{3}, BiasAxes: "b"},
				"OutputShape: received (3, 4), expected the sizes of the output's axes":    &e{Equation: "ab,bc->ac", OutputShape: shape{3, 4}},
				"OutputShape[0]: received 0, expected a positive number or tensor.Unknown": &e{Equation: "ab,bc->ac", OutputShape: shape{0}},
				`received "rellu"`: &e{Equation: "ab,bc->ac", OutputShape: shape{3}, Activation: "rellu"},
				`input: received shape (None, 5), expected the axes of "abc,cd->abd"`: &e{Equation: "abc,cd->abd", OutputShape: shape{3, 3}},
				"expected a known size of the kernel's axis 'c'":                      &e{Equation: "ab,bc->ac", OutputShape: shape{tensor.Unknown}},
				`in which the axis 'b' has size 4, expected the input's, 5`:           &e{Equation: "ab,b->ab", OutputShape: shape{4}},
			},
		},
		"sequence": {
			New: func() layers.Layer {
				return &e{Equation: "...x,xy->...y", OutputShape: shape{3}, Activation: "tanh"}
			},
			Input: shape{2, 5}, Output: shape{2, 3}, Weights: both[:1],
		},
		"heads": {
			New: func() layers.Layer {
				return &e{Equation: "abc,cde->abde", OutputShape: shape{tensor.Unknown, 2, 3}, BiasAxes: "de"}
			},
			Input: shape{4, 5}, Output: shape{tensor.Unknown, 2, 3}, Weights: both,
		},
	}.run(t)
}

// none leaves the biases out of attentions whose engines are compared: the gradient by
// that of the keys is 0 but for rounding.
var none = new(false)

func TestMultiHeadAttention(t *testing.T) {
	type m = layers.MultiHeadAttention
	four := []string{"kernel", "kernel", "kernel", "kernel"}
	layerCases{
		"cross": {
			New:    func() layers.Layer { return &m{NumHeads: 2, KeyDim: 3, UseBias: none} },
			Inputs: []tensor.Shape{{4, 5}, {3, 6}}, Output: shape{4, 5}, Weights: four, SupportsMasking: true,
			Mistakes: map[string]layers.Layer{
				"NumHeads: received 0, expected a positive number":                               &m{KeyDim: 3},
				"KeyDim: received -1, expected a positive number":                                &m{NumHeads: 2, KeyDim: -1},
				"ValueDim: received -1, expected a positive number":                              &m{NumHeads: 2, KeyDim: 1, ValueDim: -1},
				"SlidingWindow: received -1":                                                     &m{NumHeads: 2, KeyDim: 1, SlidingWindow: -1},
				"Dropout: received 2, expected a number between 0 and 1":                         &m{NumHeads: 2, KeyDim: 1, Dropout: 2},
				"Dropout: received 0.5, expected 0 with FlashAttention":                          &m{NumHeads: 2, KeyDim: 1, Dropout: .5, FlashAttention: new(true)},
				"OutputShape[0]: received 0":                                                     &m{NumHeads: 2, KeyDim: 1, OutputShape: shape{0}},
				"AttentionAxes: received [2], expected axes between the first and the last of 3": &m{NumHeads: 2, KeyDim: 1, AttentionAxes: []int{2}},
			},
		},
		"three inputs": {
			New:    func() layers.Layer { return &m{NumHeads: 2, KeyDim: 3, ValueDim: 2, UseGate: true, UseBias: none} },
			Inputs: []tensor.Shape{{4, 5}, {3, 6}, {3, 2}}, Output: shape{4, 5}, SupportsMasking: true,
		},
		"dropout": {
			New: func() layers.Layer {
				return &m{NumHeads: 2, KeyDim: 3, Dropout: .5, Seed: new(int64(1)), UseBias: none}
			},
			Inputs: []tensor.Shape{{4, 5}, {3, 6}}, Output: shape{4, 5}, SupportsMasking: true, TrainingDiffers: true,
		},
		"regularized": {
			New: func() layers.Layer {
				return &m{NumHeads: 1, KeyDim: 2, UseBias: none, KernelRegularizer: &regularizers.L2{}, ActivityRegularizer: &regularizers.L2{}}
			},
			Inputs: []tensor.Shape{{4, 5}, {3, 6}}, Output: shape{4, 5}, SupportsMasking: true,
		},
	}.run(t)
}

func TestGroupQueryAttention(t *testing.T) {
	type q = layers.GroupQueryAttention
	layerCases{
		"cross": {
			New:    func() layers.Layer { return &q{HeadDim: 3, NumQueryHeads: 4, NumKeyValueHeads: 2, UseBias: none} },
			Inputs: []tensor.Shape{{4, 5}, {3, 5}}, Output: shape{4, 5}, SupportsMasking: true,
			Mistakes: map[string]layers.Layer{
				"HeadDim: received 0":       &q{NumQueryHeads: 4, NumKeyValueHeads: 2},
				"NumQueryHeads: received 0": &q{HeadDim: 2, NumKeyValueHeads: 2},
				"NumKeyValueHeads: received 3, expected a divisor of NumQueryHeads": &q{HeadDim: 2, NumQueryHeads: 4, NumKeyValueHeads: 3},
			},
		},
		"dropout": {
			New: func() layers.Layer {
				return &q{HeadDim: 3, NumQueryHeads: 4, NumKeyValueHeads: 1, Dropout: .5, UseGate: true, Seed: new(int64(1)), UseBias: none}
			},
			Inputs: []tensor.Shape{{4, 5}, {3, 5}}, Output: shape{4, 5}, SupportsMasking: true, TrainingDiffers: true,
		},
	}.run(t)
}

func TestAttention(t *testing.T) {
	layerCases{
		"dot": {
			New:    func() layers.Layer { return &layers.Attention{UseScale: true} },
			Inputs: []tensor.Shape{{4, 5}, {3, 6}, {3, 5}}, Output: shape{4, 6}, Weights: []string{"scale"}, SupportsMasking: true,
			Mistakes: map[string]layers.Layer{
				`ScoreMode: received "sum", expected "dot" or "concat"`: &layers.Attention{ScoreMode: "sum"},
				"Dropout: received -1": &layers.Attention{Dropout: -1},
			},
		},
		"concat": {
			New:    func() layers.Layer { return &layers.Attention{ScoreMode: "concat", Dropout: .5, Seed: new(int64(1))} },
			Inputs: []tensor.Shape{{4, 5}, {3, 5}}, Output: shape{4, 5}, Weights: []string{"concat_score_weight"}, SupportsMasking: true, TrainingDiffers: true,
		},
	}.run(t)
}

func TestAdditiveAttention(t *testing.T) {
	layerCases{
		"scale": {
			New:    func() layers.Layer { return &layers.AdditiveAttention{} },
			Inputs: []tensor.Shape{{4, 5}, {3, 5}}, Output: shape{4, 5}, Weights: []string{"scale"}, SupportsMasking: true,
			Mistakes: map[string]layers.Layer{"Dropout: received 2": &layers.AdditiveAttention{Dropout: 2}},
		},
		"no scale": {
			New: func() layers.Layer {
				return &layers.AdditiveAttention{UseScale: new(false), Dropout: .5, Seed: new(int64(1))}
			},
			Inputs: []tensor.Shape{{4, 5}, {3, 5}}, Output: shape{4, 5}, SupportsMasking: true, TrainingDiffers: true,
		},
	}.run(t)
}

// TestAttentionCalls checks what is said of calls that can't be.
func TestAttentionCalls(t *testing.T) {
	in := func(s ...int) *ops.Value { return ops.Input("x", tensor.Float32, s...) }
	for want, call := range map[string]func(t *ops.Trace){
		"ReturnAttentionScores: received true, expected false with FlashAttention": func(tr *ops.Trace) {
			l := built(t, &layers.MultiHeadAttention{NumHeads: 1, KeyDim: 2, FlashAttention: new(true)}, shape{4, 5}, shape{4, 5})
			layers.ApplyWith(tr, l, layers.Args{ReturnAttentionScores: true}, in(2, 4, 5), in(2, 4, 5))
		},
		"received 1 inputs, expected query, value": func(tr *ops.Trace) {
			layers.Apply(tr, built(t, &layers.MultiHeadAttention{NumHeads: 1, KeyDim: 2}, shape{4, 5}, shape{4, 5}), in(2, 4, 5))
		},
		"received arguments that the layer doesn't take": func(tr *ops.Trace) {
			l := built(t, &layers.Attention{}, shape{4, 5}, shape{4, 5})
			layers.ApplyWith(tr, l, layers.Args{AttentionMask: in(2, 4, 4)}, in(2, 4, 5), in(2, 4, 5))
		},
		"received vectors of shape (2, 4, 5), expected a last axis of 3": func(tr *ops.Trace) {
			l := built(t, &layers.ReversibleEmbedding{Embedding: layers.Embedding{InputDim: 7, OutputDim: 3}}, shape{4})
			layers.ApplyWith(tr, l, layers.Args{Reverse: true}, in(2, 4, 5))
		},
	} {
		err := func() (err error) {
			defer ops.Catch(&err)
			call(ops.NewTrace(false))
			return nil
		}()
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("received %v, expected %q", err, want)
		}
	}
	for _, in := range [][]tensor.Shape{{{tensor.Unknown, 4, 5}}, {{tensor.Unknown, 5}, {tensor.Unknown, 5}}, {{1, 3, 5}, {1, 4, 5}, {1, 3, 5}}} {
		if err := layers.Build(&layers.MultiHeadAttention{NumHeads: 1, KeyDim: 2}, "", random.New(1), in...); err == nil {
			t.Errorf("shapes %v: no error", in)
		}
	}
}

// built returns a layer that is built for samples of the given shapes.
func built(t *testing.T, l layers.Layer, samples ...tensor.Shape) layers.Layer {
	t.Helper()
	var in []tensor.Shape
	for _, s := range samples {
		in = append(in, append(shape{tensor.Unknown}, s...))
	}
	if err := layers.Build(l, "", random.New(1), in...); err != nil {
		t.Fatal(err)
	}
	return l
}

// TestCausal checks that no query of a causal attention depends on a later key.
func TestCausal(t *testing.T) {
	l := built(t, &layers.MultiHeadAttention{NumHeads: 2, KeyDim: 3}, shape{6, 5}, shape{6, 5})
	tr := ops.NewTrace(false)
	x := ops.Input("x", tensor.Float32, 1, 6, 5)
	y := layers.ApplyWith(tr, l, layers.Args{UseCausalMask: true}, x, x)[0]
	p := tr.Program("test", []*ops.Value{x}, []*ops.Value{y})
	a := tensor.New(tensor.Float32, 1, 6, 5)
	random.New(1).Uniform(tensor.Data[float32](a), -1, 1)
	b := a.Clone()
	tensor.Data[float32](b)[4*5] += 1
	first, err := ref.Run(p, a)
	if err != nil {
		t.Fatal(err)
	}
	second, err := ref.Run(p, b)
	if err != nil {
		t.Fatal(err)
	}
	for i, v := range tensor.Data[float32](first[0]) {
		if same := v == tensor.Data[float32](second[0])[i]; same != (i < 4*5) {
			t.Errorf("element %d of query %d: the same is %v", i%5, i/5, same)
		}
	}
}
