package legacy

import (
	"cmp"
	"encoding/json"
	"errors"
	"slices"

	"github.com/gokeras/keras/internal/config"
)

// Training returns what a training_config says as a compile_config: the optimizer, the
// loss, metrics and weights of losses.
func Training(tree any, from Origin) (config.Map, error) {
	m, ok := tree.(config.Map)
	if !ok {
		return nil, errors.New("expected an object of keys")
	}
	out := config.Map{}
	if v, ok := m.Get("optimizer_config"); ok {
		out.Set("optimizer", optimizer(v, from))
	}
	for _, key := range judged {
		if v, ok := m.Get(key); ok && v != nil {
			if from.Generation < 3 {
				v = judge(v)
			}
			out.Set(key, v)
		}
	}
	return out, nil
}

// judged is the keys of what a model is judged by.
var judged = []string{"loss", "loss_weights", "metrics", "weighted_metrics"}

// compiled rewrites the compile_config that TensorFlow's last versions of Keras 2 put into
// .keras files.
func compiled(tree any) any {
	m, ok := tree.(config.Map)
	if !ok {
		return tree
	}
	out := slices.Clone(m)
	for i, e := range out {
		switch {
		case e.Key == "optimizer":
			out[i].Value = optimizer(e.Value, Origin{})
		case slices.Contains(judged, e.Key):
			out[i].Value = judge(e.Value)
		}
	}
	return out
}

// judges is what losses and metrics are called today.
var judges = map[string]string{
	"CosineProximity":             "CosineSimilarity",
	"KullbackLeiblerDivergence":   "KLDivergence",
	"cosine":                      "cosine_similarity",
	"cosine_proximity":            "cosine_similarity",
	"kullback_leibler_divergence": "kl_divergence",
	"logcosh":                     "log_cosh",
}

// judge rewrites losses and metrics: objects of functions, in lists and maps.
func judge(tree any) any {
	switch v := tree.(type) {
	case string:
		return cmp.Or(judges[v], v)
	case []any:
		list := make([]any, len(v))
		for i, x := range v {
			list[i] = judge(x)
		}
		return list
	case config.Map:
		if v.Text("class_name") != "" {
			return judgement(v)
		}
		out := make(config.Map, len(v))
		for i, e := range v {
			out[i] = config.Entry{Key: e.Key, Value: judge(e.Value)}
		}
		return out
	}
	return tree
}

// judgement rewrites an object that is a loss or a metric.
func judgement(m config.Map) any {
	v, _ := m.Get("config")
	c, ok := v.(config.Map)
	if !ok {
		return m
	}
	class, fn := m.Text("class_name"), c.Text("fn")
	c = without(c, "fn")
	if r := c.Text("reduction"); r == "auto" {
		c.Delete("reduction")
	}
	switch class {
	case "MeanMetricWrapper", "SumOverBatchSizeMetricWrapper", "LossFunctionWrapper":
		if fn != "" {
			class = fn // whose class has its name
		}
	}
	out := slices.Clone(m)
	out.Set("class_name", cmp.Or(judges[class], class))
	out.Set("config", c)
	return out
}

// optimizer rewrites an optimizer.
func optimizer(tree any, from Origin) any {
	m, ok := tree.(config.Map)
	if !ok {
		return tree
	}
	v, _ := m.Get("config")
	c, ok := v.(config.Map)
	if !ok {
		return tree
	}
	c = slices.Clone(c)
	for _, key := range []string{"jit_compile", "is_legacy_optimizer", "schedule_decay"} {
		c.Delete(key)
	}
	if v, ok := c.Get("clipnorm"); ok && v != nil && from.ClipsAll {
		c.Delete("clipnorm")
		c.Set("global_clipnorm", v)
	}
	if v, ok := c.Get("epsilon"); ok && v == nil {
		c.Delete("epsilon") // the default
	}
	if decay, ok := c.Get("decay"); ok {
		c.Delete("decay")
		key := "learning_rate"
		if _, ok := c.Get(key); !ok {
			key = "lr"
		}
		rate, _ := c.Get(key)
		x, isNumber := decay.(json.Number)
		_, plain := rate.(json.Number)
		if f, err := x.Float64(); isNumber && plain && err == nil && f != 0 {
			c.Delete(key)
			c.Set("learning_rate", config.Map{
				{Key: "class_name", Value: "InverseTimeDecay"},
				{Key: "config", Value: config.Map{
					{Key: "initial_learning_rate", Value: rate},
					{Key: "decay_steps", Value: json.Number("1")},
					{Key: "decay_rate", Value: decay},
				}},
			})
		}
	}
	out := slices.Clone(m)
	out.Set("config", c)
	return out
}
