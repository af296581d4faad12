package keras

import (
	"errors"
	"fmt"

	"github.com/gokeras/keras/internal/config"
	"github.com/gokeras/keras/losses"
	"github.com/gokeras/keras/metrics"
)

// compileConfig returns how the model is compiled, as Keras's get_compile_config does.
func (m *Model) compileConfig() config.Map {
	c := m.compiled
	o := c.options
	compile := config.Map{{Key: "optimizer", Value: o.Optimizer}, {Key: "loss", Value: o.Loss}}
	set := func(key string, v any, there bool) {
		if there {
			compile.Set(key, v)
		}
	}
	if o.Outputs == nil {
		set("loss_weights", o.LossWeights, len(o.LossWeights) > 0)
		set("metrics", o.Metrics, len(o.Metrics) > 0)
		set("weighted_metrics", o.WeightedMetrics, len(o.WeightedMetrics) > 0)
		return compile
	}
	var loss, weights, plain, weighted config.Map
	whole, any := true, false
	for _, j := range c.outputs {
		whole = whole && j.Loss != nil
		if j.Loss != nil {
			loss.Set(j.name, j.Loss)
			w := 1.
			if j.LossWeight != nil {
				w, any = *j.LossWeight, true
			}
			weights.Set(j.name, w)
		}
		if len(j.Metrics) > 0 {
			plain.Set(j.name, j.Metrics)
		}
		if len(j.WeightedMetrics) > 0 {
			weighted.Set(j.name, j.WeightedMetrics)
		}
	}
	compile.Set("loss", loss)
	if !whole && m.declared.outputs.names == nil {
		compile.Set("loss", c.list(func(j judged) (v interface{}) { // Keras wants all the names, or a list
			if j.Loss != nil {
				v = j.Loss
			}
			return v
		}))
		weights = nil
		if any {
			compile.Set("loss_weights", c.list(func(j judged) (v interface{}) {
				if j.Loss != nil && j.LossWeight != nil {
					v = *j.LossWeight
				} else if j.Loss != nil {
					v = 1.
				}
				return v
			}))
		}
	}
	set("loss_weights", weights, any && weights != nil)
	set("metrics", plain, len(plain) > 0)
	set("weighted_metrics", weighted, len(weighted) > 0)
	return compile
}

func (c *compiled) list(f func(judged) any) []any {
	var list []any
	for _, j := range c.outputs {
		list = append(list, f(j))
	}
	return list
}

// compileOptions reads what Keras was given to compile a model. Strings stay
// names, under which losses and metrics are reported.
func (m *Model) compileOptions(d *config.Decoder, c config.Map) (*CompileOptions, error) {
	var o CompileOptions
	var errs []error
	if v, ok := c.Get("optimizer"); ok && v != nil {
		errs = append(errs, d.Value("optimizer", v, &o.Optimizer))
	}
	names := []string{""}
	if m.functional || m.net != nil {
		names = m.outputKeys()
	}
	outputs := make([]OutputOptions, len(names))
	loss, _ := c.Get("loss")
	for i, v := range byOutput(loss, names, true) {
		l, err := readLoss(d, v)
		errs = append(errs, err)
		outputs[i].Loss = l
	}
	weights, _ := c.Get("loss_weights")
	for i, v := range byOutput(weights, names, true) {
		if v != nil {
			outputs[i].LossWeight = new(float64)
			errs = append(errs, d.Value("loss_weights", v, outputs[i].LossWeight))
		}
	}
	for _, key := range []string{"metrics", "weighted_metrics"} {
		v, _ := c.Get(key)
		for i, x := range byOutput(v, names, false) {
			list, err := readMetrics(d, key, x)
			errs = append(errs, err)
			if key == "metrics" {
				outputs[i].Metrics = list
			} else {
				outputs[i].WeightedMetrics = list
			}
		}
	}
	if err := errors.Join(errs...); err != nil {
		return nil, err
	}
	if len(names) == 1 {
		x := outputs[0]
		o.Loss, o.Metrics, o.WeightedMetrics = x.Loss, x.Metrics, x.WeightedMetrics
		if x.LossWeight != nil {
			o.LossWeights = []float64{*x.LossWeight}
		}
		return &o, nil
	}
	o.Outputs = map[string]OutputOptions{}
	for i, n := range names {
		o.Outputs[n] = outputs[i]
	}
	return &o, nil
}

// byOutput returns what stands for each output: a value for all of them if shared, a
// list, or a map by names.
func byOutput(v any, names []string, shared bool) []any {
	list := make([]any, len(names))
	switch v := v.(type) {
	case nil:
		return list
	case []any:
		if !shared && len(names) == 1 {
			return []any{v}
		}
		copy(list, v)
		return list
	case config.Map:
		if _, ok := config.AsObject(v); !ok {
			if len(names) == 1 && len(v) == 1 {
				return []any{v[0].Value}
			}
			for i, n := range names {
				list[i], _ = v.Get(n)
			}
			return list
		}
	}
	for i := range list {
		list[i] = v
	}
	return list
}

func readLoss(d *config.Decoder, v any) (l losses.Loss, err error) {
	switch v := v.(type) {
	case nil:
		return nil, nil
	case string:
		return losses.Name(v), nil
	case []any:
		if len(v) == 1 {
			return readLoss(d, v[0])
		}
	}
	err = d.Value("loss", v, &l)
	return l, err
}

func readMetrics(d *config.Decoder, key string, v any) (list []metrics.Metric, err error) {
	for i, x := range flat(v) {
		switch x := x.(type) {
		case nil:
		case string:
			list = append(list, metrics.Name(x))
		default:
			var metric metrics.Metric
			err = errors.Join(err, d.Value(fmt.Sprintf("%s[%d]", key, i), x, &metric))
			list = append(list, metric)
		}
	}
	return list, err
}

// flat returns the metrics in a list that may have lists or maps by outputs in it.
func flat(v any) []any {
	switch v := v.(type) {
	case nil:
		return nil
	case []any:
		var list []any
		for _, x := range v {
			list = append(list, flat(x)...)
		}
		return list
	case config.Map:
		if _, ok := config.AsObject(v); !ok {
			var list []any
			for _, e := range v {
				list = append(list, flat(e.Value)...)
			}
			return list
		}
	}
	return []any{v}
}
