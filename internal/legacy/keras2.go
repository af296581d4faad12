package legacy

import (
	"encoding/json"
	"slices"
	"strings"

	"github.com/gokeras/keras/internal/config"
)

// classes is the names that classes of layers had in Keras 2 and tf.keras, and have no more.
var classes = map[string]string{
	"BatchNormalizationV1": "BatchNormalization",
	"BatchNormalizationV2": "BatchNormalization",
	"UnifiedLSTM":          "LSTM",
	"UnifiedGRU":           "GRU",
	"CuDNNLSTM":            "LSTM",
	"CuDNNGRU":             "GRU",
	"ThresholdedReLU":      "ReLU",
	"Model":                "Functional",
	"Network":              "Functional",
}

// dropped is the keys of Keras 2 that change nothing here, whatever their value.
var dropped = []string{
	"batch_input_shape", "input_dtype", "input_length", "implementation",
	"function_type", "module", "output_shape_type", "output_shape_module", "autocast",
}

// update turns the layer from Keras 2 into today's.
func (l *layer) update() {
	for _, key := range []string{"activation", "recurrent_activation"} {
		if v, _ := l.Get(key); v == "hard_sigmoid" {
			l.Set(key, HardSigmoid)
		}
	}
	class := l.class
	if c, ok := classes[class]; ok {
		l.class = c
	}
	switch class {
	case "InputLayer":
		l.rename("batch_input_shape", "batch_shape")
		l.rename("input_dtype", "dtype")
	case "BatchNormalization", "BatchNormalizationV1", "BatchNormalizationV2", "LayerNormalization":
		if list, ok := l.axis(); ok && len(list) == 1 {
			l.Set("axis", list[0])
		}
	case "Embedding":
		l.Delete("dtype") // was that of its input, too
	case "SeparableConv1D", "SeparableConv2D", "DepthwiseConv1D", "DepthwiseConv2D":
		for _, key := range []string{"kernel_initializer", "kernel_regularizer", "kernel_constraint"} {
			l.Delete(key) // of the convolution that they derive from
		}
	case "GRU", "GRUCell":
		if _, ok := l.Get("reset_after"); !ok {
			l.Set("reset_after", false)
		}
	case "CuDNNLSTM", "CuDNNGRU": // which had no choice of these
		l.Set("activation", "tanh")
		l.Set("recurrent_activation", "sigmoid")
		l.Set("use_bias", true)
		if class == "CuDNNGRU" {
			l.Set("reset_after", true)
		}
	case "MultiHeadAttention":
		for _, key := range []string{"query_shape", "key_shape", "value_shape"} {
			l.Delete(key) // which are in build_config today
		}
	case "Attention", "AdditiveAttention":
		if v, _ := l.take("causal"); v == true {
			l.argument("use_causal_mask", true)
		}
	case "Discretization":
		l.rename("bins", "bin_boundaries")
		l.Delete("dtype") // of its output, an integer
	case "CategoryEncoding":
		l.Delete("dtype")
	case "ThresholdedReLU":
		l.rename("theta", "threshold")
	case "Lambda":
		if v, _ := l.Get("function"); isList(v) {
			l.Set("function", config.Map{{Key: "class_name", Value: "__lambda__"}, {Key: "config", Value: config.Map{}}})
		}
	case "TFOpLambda", "SlicingOpLambda":
		l.function()
		return
	case "Functional", "Model", "Network":
		l.count()
		return
	case "Sequential":
		return
	}
	for _, key := range dropped {
		if key != "module" || class == "Lambda" {
			l.Delete(key)
		}
	}
	if v, _ := l.Get("groups"); v == json.Number("1") && !(strings.HasPrefix(class, "Conv") && len(class) == len("Conv2D")) {
		l.Delete("groups")
	}
}

// argument gives the calls of the layer another argument, which stands beside the first value.
func (l *layer) argument(key string, value any) {
	nodes, _ := l.outer.Get("inbound_nodes")
	list, _ := nodes.([]any)
	for i, node := range list {
		values, _ := node.([]any)
		if len(values) == 0 {
			continue
		}
		ref, _ := values[0].([]any)
		if len(ref) < 3 {
			continue
		}
		kwargs := config.Map{}
		if len(ref) > 3 {
			m, _ := ref[3].(config.Map)
			kwargs = slices.Clone(m)
		}
		kwargs.Set(key, value)
		values = slices.Clone(values)
		values[0] = append(slices.Clone(ref[:3]), kwargs)
		list[i] = values
	}
}

func (l *layer) axis() ([]any, bool) {
	v, _ := l.Get("axis")
	list, ok := v.([]any)
	return list, ok
}

func isList(v any) bool { _, ok := v.([]any); return ok }

// part rewrites an initializer, a regularizer or a constraint.
func part(tree any) any {
	m, ok := tree.(config.Map)
	if !ok {
		return tree
	}
	class := m.Text("class_name")
	if class == "" {
		return part1(m)
	}
	c, _ := m.Get("config")
	settings, ok := c.(config.Map)
	if !ok {
		return tree
	}
	settings = without(settings, "dtype")
	if class == "VarianceScaling" && settings.Text("distribution") == "normal" {
		settings.Set("distribution", "truncated_normal") // which it was
	}
	out := without(m, "config")
	out.Set("config", settings)
	return out
}
