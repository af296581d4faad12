package legacy

import (
	"encoding/json"

	"github.com/gokeras/keras/internal/config"
)

// classes1 is what classes of layers were called in Keras 1.
var classes1 = map[string]string{
	"AtrousConvolution1D":    "Conv1D",
	"AtrousConvolution2D":    "Conv2D",
	"Convolution1D":          "Conv1D",
	"Convolution2D":          "Conv2D",
	"Convolution3D":          "Conv3D",
	"Deconvolution2D":        "Conv2DTranspose",
	"SeparableConvolution2D": "SeparableConv2D",
	"TimeDistributedDense":   "Dense",
}

// keys1 is what settings were called in Keras 1.
var keys1 = map[string]string{
	"W_constraint":     "kernel_constraint",
	"W_regularizer":    "kernel_regularizer",
	"U_regularizer":    "recurrent_regularizer",
	"b_constraint":     "bias_constraint",
	"b_regularizer":    "bias_regularizer",
	"init":             "kernel_initializer",
	"inner_init":       "recurrent_initializer",
	"inner_activation": "recurrent_activation",
	"bias":             "use_bias",
	"output_dim":       "units",
	"nb_filter":        "filters",
	"filter_length":    "kernel_size",
	"subsample":        "strides",
	"subsample_length": "strides",
	"atrous_rate":      "dilation_rate",
	"border_mode":      "padding",
	"dim_ordering":     "data_format",
	"pool_length":      "pool_size",
	"stride":           "strides",
	"dropout_W":        "dropout",
	"dropout_U":        "recurrent_dropout",
	"p":                "rate",
	"sigma":            "stddev",
	"beta_init":        "beta_initializer",
	"gamma_init":       "gamma_initializer",
}

// keysOf1 is where a class of Keras 1 differs from keys1; an empty name drops the key.
var keysOf1 = map[string]map[string]string{
	"Embedding": {
		"init": "embeddings_initializer", "W_regularizer": "embeddings_regularizer", "W_constraint": "embeddings_constraint",
		"output_dim": "output_dim", "input_dim": "input_dim", "dropout": "",
	},
	"PReLU":                  {"init": "alpha_initializer"},
	"UpSampling1D":           {"length": "size"},
	"Deconvolution2D":        {"output_shape": ""},
	"SeparableConvolution2D": {"init": "depthwise_initializer"},
	"BatchNormalization":     {"init": ""},
	"Activation":             {},
}

// renameParts gives the settings of a layer of Keras 1 today's keys.
func renameParts(class string, m config.Map) config.Map {
	if _, ok := m.Get("layers"); ok { // a model, or a Merge
		return m
	}
	out := make(config.Map, 0, len(m))
	for _, e := range m {
		key, ok := keysOf1[class][e.Key]
		if !ok {
			key, ok = keys1[e.Key]
		}
		switch {
		case ok && key == "", !ok && e.Key == "input_dim", e.Key == "consume_less":
			continue
		case ok:
			e.Key = key
		}
		out = append(out, e)
	}
	return out
}

// silent is the classes that don't tell their order of axes in files, though they have one.
var silent = map[string]bool{
	"Cropping2D": true, "Cropping3D": true, "SpatialDropout2D": true, "SpatialDropout3D": true,
	"UpSampling2D": true, "UpSampling3D": true, "ZeroPadding2D": true, "ZeroPadding3D": true,
}

// orders returns the orders of axes that layers of Keras 1 tell.
func orders(tree any) map[any]bool {
	found := map[any]bool{}
	var walk func(tree any)
	walk = func(tree any) {
		switch v := tree.(type) {
		case []any:
			for _, x := range v {
				walk(x)
			}
		case config.Map:
			for _, e := range v {
				if s, ok := e.Value.(string); ok && e.Key == "dim_ordering" {
					found[s] = true
				}
				walk(e.Value)
			}
		}
	}
	walk(tree)
	return found
}

// modernize turns the layer from Keras 1 into one of Keras 2.
func (l *layer) modernize(channelsFirst bool) {
	switch v, ok := l.Get("data_format"); {
	case !ok && channelsFirst && silent[l.class]:
		l.Set("data_format", "channels_first")
	case !ok:
	case v == "tf":
		l.Set("data_format", "channels_last")
	case v == "th":
		l.Set("data_format", "channels_first")
	default:
		l.Delete("data_format")
	}
	for _, keys := range [][]string{{"nb_row", "nb_col"}, {"kernel_dim1", "kernel_dim2", "kernel_dim3"}} {
		if _, ok := l.Get(keys[0]); ok {
			var size []any
			for _, key := range keys {
				v, _ := l.take(key)
				size = append(size, v)
			}
			l.Set("kernel_size", size)
		}
	}
	if v, ok := l.take("forget_bias_init"); ok {
		l.Set("unit_forget_bias", v == "one" || v == "ones")
	}
	if m, ok := l.padding(); ok {
		l.Set("padding", m)
	}
	switch l.class {
	case "BatchNormalization":
		if v, ok := l.take("mode"); ok && v != json.Number("0") {
			l.fail("mode: received %v, expected 0, which normalizes with moving averages", v)
		}
	case "Merge":
		l.merge()
	}
	if c, ok := classes1[l.class]; ok {
		l.class = c
	}
}

// padding returns the padding that Keras 1 has by names, or of four sides.
func (l *layer) padding() (any, bool) {
	v, _ := l.Get("padding")
	if list, _ := v.([]any); len(list) == 4 && l.class == "ZeroPadding2D" {
		return []any{list[:2], list[2:]}, true
	}
	m, ok := v.(config.Map)
	if !ok {
		return nil, false
	}
	side := func(key string) any {
		if v, ok := m.Get(key); ok {
			return v
		}
		return json.Number("0")
	}
	if l.class == "ZeroPadding1D" {
		return []any{side("left_pad"), side("right_pad")}, true
	}
	return []any{[]any{side("top_pad"), side("bottom_pad")}, []any{side("left_pad"), side("right_pad")}}, true
}

// part1 rewrites a regularizer or a constraint of Keras 1, whose config has its name.
func part1(m config.Map) any {
	name := m.Text("name")
	if name == "" {
		return m
	}
	c := without(m, "name")
	switch name {
	case "L1L2Regularizer", "WeightRegularizer", "ActivityRegularizer":
		name = "L1L2"
	case "MaxNorm":
		if v, ok := c.Get("m"); ok {
			c.Delete("m")
			c.Set("max_value", v)
		}
	}
	return config.Map{{Key: "class_name", Value: name}, {Key: "config", Value: c}}
}
