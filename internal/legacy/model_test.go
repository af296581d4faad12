package legacy

import (
	"strings"
	"testing"

	"github.com/gokeras/keras/internal/config"
	"github.com/gokeras/keras/tensor"
)

func parse(t *testing.T, text string) any {
	t.Helper()
	tree, err := config.Parse([]byte(text))
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return tree
}

func text(t *testing.T, tree any) string {
	t.Helper()
	b, err := config.Encode(tree)
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(string(b))
}

// The names on the right are those of Keras 2's keras/legacy/interfaces.py, and what was
// renamed since.
func TestModel(t *testing.T) {
	for _, c := range []struct {
		name       string
		generation int
		in, want   string
	}{
		{
			"dense of 1", 1,
			`{"class_name": "Dense", "config": {"name": "d", "output_dim": 3, "init": "uniform", "bias": false, "W_regularizer": {"name": "L1L2Regularizer", "l1": 0.1, "l2": 0.2}, "b_constraint": {"name": "MaxNorm", "m": 2, "axis": 0}, "input_dim": 5, "batch_input_shape": [null, 5]}}`,
			`{"class_name": "Dense", "config": {"name": "d", "units": 3, "kernel_initializer": "uniform", "use_bias": false, "kernel_regularizer": {"class_name": "L1L2", "config": {"l1": 0.1, "l2": 0.2}}, "bias_constraint": {"class_name": "MaxNorm", "config": {"axis": 0, "max_value": 2}}}}`,
		},
		{
			"convolution of 1", 1,
			`{"class_name": "AtrousConvolution2D", "config": {"name": "c", "nb_filter": 3, "nb_row": 2, "nb_col": 4, "border_mode": "same", "subsample": [1, 2], "atrous_rate": [2, 2], "dim_ordering": "th", "activation": "hard_sigmoid"}}`,
			`{"class_name": "Conv2D", "config": {"name": "c", "filters": 3, "padding": "same", "strides": [1, 2], "dilation_rate": [2, 2], "data_format": "channels_first", "activation": "keras2>hard_sigmoid", "kernel_size": [2, 4]}}`,
		},
		{
			"recurrent of 1", 1,
			`{"class_name": "LSTM", "config": {"name": "l", "output_dim": 3, "inner_init": "orthogonal", "forget_bias_init": "one", "inner_activation": "sigmoid", "dropout_W": 0.1, "dropout_U": 0.2, "consume_less": "gpu", "input_dim": 3, "input_length": null}}`,
			`{"class_name": "LSTM", "config": {"name": "l", "units": 3, "recurrent_initializer": "orthogonal", "recurrent_activation": "sigmoid", "dropout": 0.1, "recurrent_dropout": 0.2, "unit_forget_bias": true}}`,
		},
		{
			"embedding of 1", 1,
			`{"class_name": "Embedding", "config": {"name": "e", "input_dim": 9, "output_dim": 2, "init": "uniform", "W_constraint": null, "dropout": 0.1, "input_length": 4, "input_dtype": "int32"}}`,
			`{"class_name": "Embedding", "config": {"name": "e", "input_dim": 9, "output_dim": 2, "embeddings_initializer": "uniform", "embeddings_constraint": null}}`,
		},
		{
			"axes that 1 doesn't tell", 1,
			`{"class_name": "Sequential", "config": [{"class_name": "ZeroPadding2D", "config": {"name": "z", "padding": {"top_pad": 1, "left_pad": 2}, "batch_input_shape": [null, 3, 8, 8], "input_dtype": "float32"}}, {"class_name": "MaxPooling2D", "config": {"name": "m", "dim_ordering": "th"}}]}`,
			`{"class_name": "Sequential", "config": {"layers": [{"class_name": "InputLayer", "config": {"batch_shape": [null, 3, 8, 8], "dtype": "float32", "name": "z_input"}}, {"class_name": "ZeroPadding2D", "config": {"name": "z", "padding": [[1, 0], [2, 0]], "data_format": "channels_first"}}, {"class_name": "MaxPooling2D", "config": {"name": "m", "data_format": "channels_first"}}]}}`,
		},
		{
			"merge of 1", 1,
			`{"class_name": "Merge", "name": "m", "config": {"name": "m", "mode": "dot", "dot_axes": [1, 2], "concat_axis": -1, "mode_type": "raw", "output_shape": null}, "inbound_nodes": [[["a", 0, 0], ["b", 0, 0]]]}`,
			`{"class_name": "Dot", "name": "m", "inbound_nodes": [[["a", 0, 0], ["b", 0, 0]]], "config": {"name": "m", "axes": [1, 2]}}`,
		},
		{
			"normalization of 2", 2,
			`{"class_name": "BatchNormalizationV1", "config": {"name": "b", "axis": [3], "dtype": {"class_name": "Policy", "config": {"name": "float32"}}, "gamma_initializer": {"class_name": "Ones", "config": {"dtype": "float32"}}}}`,
			`{"class_name": "BatchNormalization", "config": {"name": "b", "axis": 3, "dtype": {"class_name": "Policy", "config": {"name": "float32"}}, "gamma_initializer": {"class_name": "Ones", "config": {}}}}`,
		},
		{
			"units of 2", 2,
			`{"class_name": "GRU", "config": {"units": 2, "implementation": 2, "kernel_initializer": {"class_name": "VarianceScaling", "config": {"distribution": "normal"}}}}`,
			`{"class_name": "GRU", "config": {"units": 2, "kernel_initializer": {"class_name": "VarianceScaling", "config": {"distribution": "truncated_normal"}}, "reset_after": false}}`,
		},
		{
			"groups of a layer that has none", 2,
			`[{"class_name": "DepthwiseConv2D", "config": {"groups": 1, "kernel_initializer": null}}, {"class_name": "Conv2D", "config": {"groups": 1}}]`,
			`[{"class_name": "DepthwiseConv2D", "config": {}}, {"class_name": "Conv2D", "config": {"groups": 1}}]`,
		},
		{
			"calls of models", 2,
			`{"class_name": "Model", "config": {"layers": [{"class_name": "Sequential", "name": "s", "config": {"layers": []}, "inbound_nodes": [[["x", 0, 0, {}]]]}, {"class_name": "Model", "name": "f", "config": {"layers": []}, "inbound_nodes": [[["s", 1, 0, {}]]]}], "input_layers": [["x", 0, 0]], "output_layers": [["s", 1, 0], ["f", 1, 0]]}}`,
			`{"class_name": "Functional", "config": {"layers": [{"class_name": "Sequential", "name": "s", "inbound_nodes": [[["x", 0, 0, {}]]], "config": {"layers": []}}, {"class_name": "Functional", "name": "f", "inbound_nodes": [[["s", 0, 0, {}]]], "config": {"layers": []}}], "input_layers": [["x", 0, 0]], "output_layers": [["s", 0, 0], ["f", 1, 0]]}}`,
		},
		{
			"of 3", 3,
			`{"class_name": "Dense", "config": {"init": "x", "activation": "hard_sigmoid"}}`,
			`{"class_name": "Dense", "config": {"init": "x", "activation": "hard_sigmoid"}}`,
		},
		{
			"function of TensorFlow", 2,
			`{"class_name": "TFOpLambda", "config": {"name": "tf.math.subtract", "trainable": true, "dtype": "float32", "function": "math.subtract"}, "name": "tf.math.subtract", "inbound_nodes": [["_CONSTANT_VALUE", -1, 1.0, {"y": ["x", 0, 0], "name": null}]]}`,
			`{"class_name": "Subtract", "name": "tf.math.subtract", "inbound_nodes": [{"args": [1.0, ["x", 0, 0]], "kwargs": {}}], "module": "keras.src.ops", "config": {"name": "tf.math.subtract"}}`,
		},
		{
			"slice of TensorFlow", 2,
			`{"class_name": "SlicingOpLambda", "config": {"name": "g", "function": "__operators__.getitem"}, "inbound_nodes": [["x", 0, 0, {"slice_spec": [{"class_name": "__ellipsis__"}, {"start": 1, "stop": null, "step": 2}, null]}]]}`,
			`{"class_name": "GetItem", "inbound_nodes": [{"args": [["x", 0, 0], [{"class_name": "__ellipsis__", "config": {}}, {"class_name": "__slice__", "config": {"start": 1, "stop": null, "step": 2}}, null]], "kwargs": {}}], "module": "keras.src.ops", "config": {"name": "g"}}`,
		},
		{
			"product of transposed matrices", 2,
			`{"class_name": "TFOpLambda", "config": {"name": "m", "function": "linalg.matmul"}, "inbound_nodes": [["x", 0, 0, {"b": ["y", 0, 0], "transpose_a": false, "adjoint_b": true}]]}`,
			`{"class_name": "Einsum", "inbound_nodes": [{"args": [["x", 0, 0], ["y", 0, 0]], "kwargs": {}}], "module": "keras.src.ops", "config": {"name": "m", "subscripts": "...ij,...kj->...ik"}}`,
		},
		{
			"parts of TensorFlow", 2,
			`{"class_name": "TFOpLambda", "config": {"name": "p", "function": "split"}, "inbound_nodes": [["x", 0, 0, {"num_or_size_splits": [1, 2, 4], "axis": -1}]]}`,
			`{"class_name": "Split", "inbound_nodes": [{"args": [["x", 0, 0]], "kwargs": {}}], "module": "keras.src.ops", "config": {"name": "p", "indices_or_sections": [1, 3], "axis": -1}}`,
		},
		{
			"attention to what was before", 2,
			`{"class_name": "Attention", "name": "a", "config": {"name": "a", "causal": true}, "inbound_nodes": [[["q", 0, 0, {"training": true}], ["v", 0, 0, {}]]]}`,
			`{"class_name": "Attention", "name": "a", "inbound_nodes": [[["q", 0, 0, {"training": true, "use_causal_mask": true}], ["v", 0, 0, {}]]], "config": {"name": "a"}}`,
		},
		{
			"compiled", 2,
			`{"class_name": "Sequential", "config": {"layers": []}, "compile_config": {"optimizer": {"class_name": "SGD", "config": {"jit_compile": true, "learning_rate": 0.1}}, "loss": {"class_name": "Huber", "config": {"fn": "huber", "delta": 0.5}}, "run_eagerly": false}}`,
			`{"class_name": "Sequential", "compile_config": {"optimizer": {"class_name": "SGD", "config": {"learning_rate": 0.1}}, "loss": {"class_name": "Huber", "config": {"delta": 0.5}}, "run_eagerly": false}, "config": {"layers": []}}`,
		},
		{
			"four sides of 1", 1,
			`{"class_name": "ZeroPadding2D", "config": {"name": "z", "padding": [1, 2, 3, 4]}}`,
			`{"class_name": "ZeroPadding2D", "config": {"name": "z", "padding": [[1, 2], [3, 4]]}}`,
		},
	} {
		in := parse(t, c.in)
		before := text(t, in)
		got, err := Model(in, Origin{Generation: c.generation})
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		if text(t, got) != c.want {
			t.Errorf("%s: received\n%s\nexpected\n%s", c.name, text(t, got), c.want)
		}
		if text(t, in) != before {
			t.Errorf("%s: the tree has changed", c.name)
		}
	}
}

// Theano has half the kernel before the first element.
func TestTheano(t *testing.T) {
	for in, want := range map[string]string{
		`{"class_name": "Sequential", "config": {"layers": [{"class_name": "Conv1D", "config": {"name": "c", "kernel_size": [4], "strides": [3], "padding": "same"}}, {"class_name": "Conv2D", "config": {"name": "odd", "kernel_size": [3, 5], "padding": "same"}}]}}`: `{"class_name": "Sequential", "config": {"layers": [{"class_name": "ZeroPadding1D", "config": {"name": "c_padding", "padding": [2, 1]}}, {"class_name": "Conv1D", "config": {"name": "c", "kernel_size": [4], "strides": [3], "padding": "valid"}}, {"class_name": "Conv2D", "config": {"name": "odd", "kernel_size": [3, 5], "padding": "same"}}]}}`,
		`{"class_name": "Model", "config": {"layers": [{"class_name": "Conv2D", "name": "c", "config": {"name": "c", "kernel_size": 3, "strides": 2, "padding": "same", "data_format": "channels_first"}, "inbound_nodes": [[["x", 0, 0, {}]], [["y", 0, 0, {}]]]}]}}`:  `{"class_name": "Functional", "config": {"layers": [{"class_name": "ZeroPadding2D", "config": {"name": "c_padding", "padding": [[1, 1], [1, 1]], "data_format": "channels_first"}, "name": "c_padding", "inbound_nodes": [[["x", 0, 0, {}]], [["y", 0, 0, {}]]]}, {"class_name": "Conv2D", "name": "c", "inbound_nodes": [[["c_padding", 0, 0, {}]], [["c_padding", 1, 0, {}]]], "config": {"name": "c", "kernel_size": 3, "strides": 2, "padding": "valid", "data_format": "channels_first"}}]}}`,
	} {
		got, err := Model(parse(t, in), Origin{Generation: 2, Theano: true})
		if err != nil {
			t.Fatal(err)
		}
		if text(t, got) != want {
			t.Errorf("received\n%s\nexpected\n%s", text(t, got), want)
		}
	}
}

func TestModelErrors(t *testing.T) {
	for in, want := range map[string]string{
		`{"class_name": "BatchNormalization", "config": {"name": "b", "mode": 1}}`:                                                                                                `layer "b" (BatchNormalization): mode: received 1, expected 0`,
		`{"class_name": "Merge", "config": {"name": "m", "mode": "cos"}}`:                                                                                                         `layer "m" (Merge): mode: received cos, expected sum`,
		`{"class_name": "Sequential", "config": [{"class_name": "Merge", "config": {"name": "m", "mode": "sum", "layers": [{"class_name": "Dense", "config": {"name": "d"}}]}}]}`: `layer "d" (Dense): expected a batch_input_shape`,
		`{"class_name": "TFOpLambda", "config": {"name": "f", "function": "signal.fft"}, "inbound_nodes": [["x", 0, 0, {}]]}`:                                                     `layer "f" (TFOpLambda): function: received "signal.fft", which isn't known here`,
		`{"class_name": "TFOpLambda", "config": {"name": "m", "function": "linalg.matmul"}, "inbound_nodes": [["x", 0, 0, {"b": ["y", 0, 0], "a_is_sparse": true}]]}`:             `layer "m" (TFOpLambda): function "linalg.matmul": received the argument a_is_sparse=true, which isn't known here`,
		`{"class_name": "TFOpLambda", "config": {"name": "p", "function": "split"}, "inbound_nodes": [["x", 0, 0, {"num_or_size_splits": [1, -1], "axis": 1}]]}`:                  `layer "p" (TFOpLambda): function "split": num_or_size_splits: expected sizes`,
		`{"class_name": "TFOpLambda", "config": {"name": "s", "function": "sort"}, "inbound_nodes": [["x", 0, 0, {"direction": "DESCENDING"}]]}`:                                  `layer "s" (TFOpLambda): function "sort": direction: expected ASCENDING`,
		`{"class_name": "TFOpLambda", "config": {"name": "f", "function": "math.abs"}, "inbound_nodes": [[]]}`:                                                                    `layer "f" (TFOpLambda): inbound_nodes: received a call of the function "math.abs" without values`,
		`{"class_name": "TFOpLambda", "config": {"name": "f", "function": "math.abs"}, "inbound_nodes": []}`:                                                                      `layer "f" (TFOpLambda): inbound_nodes: received 0 calls of the function "math.abs", expected one`,
	} {
		if _, err := Model(parse(t, in), Origin{Generation: 1}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: received %v, expected %q", in, err, want)
		}
	}
}

func TestGeneration(t *testing.T) {
	for _, c := range []struct {
		version, tree string
		want          int
	}{
		{"1.2.2", `{}`, 1}, {"2.2.4-tf", `{}`, 2}, {"3.15.1", `{"batch_input_shape": 1}`, 3}, {"10.0", `{}`, 3},
		{"", `{"keras_version": "2.0.8"}`, 2}, {"", `{"a": [{"batch_input_shape": null}]}`, 2}, {"", `{"a": 1}`, 3},
	} {
		if got := Generation(c.version, parse(t, c.tree)); got != c.want {
			t.Errorf("%q %s: received %d, expected %d", c.version, c.tree, got, c.want)
		}
	}
}

func TestTraining(t *testing.T) {
	for in, want := range map[string]string{
		`{"optimizer_config": {"class_name": "Adam", "config": {"lr": 0.1, "decay": 0.5, "epsilon": null, "jit_compile": true}}, "loss": "kullback_leibler_divergence", "metrics": ["acc"], "loss_weights": null, "sample_weight_mode": null}`:                                                                                                                                 `{"optimizer": {"class_name": "Adam", "config": {"learning_rate": {"class_name": "InverseTimeDecay", "config": {"initial_learning_rate": 0.1, "decay_steps": 1, "decay_rate": 0.5}}}}, "loss": "kl_divergence", "metrics": ["acc"]}`,
		`{"optimizer_config": {"class_name": "Custom>Adam", "config": {"learning_rate": 0.1, "decay": 0.0}}, "loss": {"class_name": "BinaryCrossentropy", "config": {"reduction": "auto", "from_logits": true, "fn": "binary_crossentropy"}}, "metrics": [[{"class_name": "MeanMetricWrapper", "config": {"name": "mae", "dtype": "float32", "fn": "mean_absolute_error"}}]]}`: `{"optimizer": {"class_name": "Custom>Adam", "config": {"learning_rate": 0.1}}, "loss": {"class_name": "BinaryCrossentropy", "config": {"from_logits": true}}, "metrics": [[{"class_name": "mean_absolute_error", "config": {"name": "mae", "dtype": "float32"}}]]}`,
	} {
		got, err := Training(parse(t, in), Origin{Generation: 2, ClipsAll: true})
		if err != nil || text(t, got) != want {
			t.Errorf("received %v\n%s\nexpected\n%s", err, text(t, got), want)
		}
	}
	if _, err := Training([]any{}, Origin{Generation: 2}); err == nil {
		t.Error("a list: received no error")
	}
}

// Two weights, of shapes (2) and (3), with two arrays each.
func TestState(t *testing.T) {
	a := func(v float64, n int) *tensor.Tensor {
		x := tensor.New(tensor.Float32, n)
		x.Fill(v)
		return x
	}
	step, rate := tensor.Scalar[int64](7), tensor.Scalar[float32](0.1)
	want := []Slot{
		{"iteration", -1, nil}, {"learning_rate", -1, nil}, {"m", 0, tensor.Shape{2}}, {"v", 0, tensor.Shape{2}}, {"m", 1, tensor.Shape{3}}, {"v", 1, tensor.Shape{3}},
	}
	for _, c := range []struct {
		name       string
		generation int
		first      string
		arrays     []*tensor.Tensor
		want       []float64 // of the iteration and the slots; nil for none at all
	}{
		{"today", 3, "adam/iteration", []*tensor.Tensor{step, rate, a(1, 2), a(2, 2), a(3, 3), a(4, 3)}, []float64{7, 1, 2, 3, 4}},
		{"2.11", 2, "iteration:0", []*tensor.Tensor{step, rate, a(1, 2), a(2, 2), a(3, 3), a(4, 3)}, []float64{7, 1, 2, 3, 4}},
		{"2", 2, "Adam/iterations:0", []*tensor.Tensor{step, a(1, 2), a(3, 3), a(2, 2), a(4, 3), a(9, 1), a(9, 1)}, []float64{7, 1, 2, 3, 4}},
		{"2 without a count", 2, "Variable:0", []*tensor.Tensor{a(1, 2), a(3, 3), a(2, 2), a(4, 3)}, []float64{-1, 1, 2, 3, 4}},
		{"1", 1, "param_0", []*tensor.Tensor{step, a(3, 3), a(1, 2), a(4, 3), a(2, 2)}, []float64{7, 1, 2, 3, 4}},
		{"1, ambiguous", 1, "param_0", []*tensor.Tensor{step, a(1, 2), a(3, 2), a(2, 2), a(4, 3)}, nil},
		{"too few", 2, "Adam/iterations:0", []*tensor.Tensor{step, a(1, 2)}, nil},
		{"others", 3, "adam/iteration", []*tensor.Tensor{step, rate, a(1, 2), a(2, 3), a(3, 3), a(4, 3)}, nil},
	} {
		got := State(c.generation, []string{c.first}, c.arrays, want, 2)
		if got == nil || c.want == nil {
			if got != nil || c.want != nil {
				t.Errorf("%s: received %v, expected %v", c.name, got, c.want)
			}
			continue
		}
		for i, x := range []*tensor.Tensor{got[0], got[2], got[3], got[4], got[5]} {
			v := -1.
			if x != nil {
				if v = x.At(make([]int, x.Rank())...); x.Rank() == 0 {
					v = x.Item()
				}
			}
			if v != c.want[i] {
				t.Errorf("%s: array %d: received %v, expected %v", c.name, i, v, c.want[i])
			}
		}
	}
}

// What is kept of a weight stands in the order of its kinds, of which an optimizer may have
// some for each weight together, and others by themselves.
func TestStateLayouts(t *testing.T) {
	one := func(v float64) *tensor.Tensor {
		x := tensor.New(tensor.Float32, 1)
		x.Fill(v)
		return x
	}
	s := tensor.Shape{1}
	step := Slot{"iteration", -1, nil}
	blocks := []*tensor.Tensor{tensor.Scalar[int64](7), one(1), one(2), one(3), one(4), one(5), one(6)}
	for _, c := range []struct {
		name    string
		weights int
		arrays  []*tensor.Tensor
		want    []Slot
		values  []float64
	}{
		{"amsgrad", 2, blocks, []Slot{step, {"m", 0, s}, {"v", 0, s}, {"m", 1, s}, {"v", 1, s}, {"hat", 0, s}, {"hat", 1, s}}, []float64{7, 1, 3, 2, 4, 5, 6}},
		{"ftrl", 2, blocks[:5], []Slot{step, {"a", 0, s}, {"l", 0, s}, {"a", 1, s}, {"l", 1, s}}, []float64{7, 1, 2, 3, 4}},
		{"centered", 2, blocks, []Slot{step, {"v", 0, s}, {"v", 1, s}, {"m", 0, s}, {"m", 1, s}, {"g", 0, s}, {"g", 1, s}}, []float64{7, 1, 2, 3, 4, 5, 6}},
		{
			"nadam", 1, []*tensor.Tensor{tensor.Scalar[int64](7), tensor.Scalar[float32](0.5), one(1), one(2)},
			[]Slot{step, {"learning_rate", -1, nil}, {"m", 0, s}, {"v", 0, s}, {"variable", -1, nil}}, []float64{7, -1, 1, 2, 0.5},
		},
	} {
		names := []string{"iter:0", "a/one:0", "b/one:0", "a/two:0", "b/two:0"}
		if c.name == "ftrl" {
			names = []string{"iter:0", "a/accumulator:0", "a/linear:0", "b/accumulator:0", "b/linear:0"}
		}
		got := State(2, names, c.arrays, c.want, c.weights)
		if got == nil {
			t.Errorf("%s: received nothing", c.name)
			continue
		}
		for i, x := range got {
			v := -1.
			if x != nil {
				v = tensor.Data[float64](x.Cast(tensor.Float64))[0]
			}
			if v != c.values[i] {
				t.Errorf("%s: variable %d: received %v, expected %v", c.name, i, v, c.values[i])
			}
		}
	}
}
