package keras

import (
	"errors"
	"fmt"

	"github.com/gokeras/keras/internal/config"
	"github.com/gokeras/keras/losses"
	"github.com/gokeras/keras/metrics"
)

// pythonKeys is the keys that say how Keras runs a model, which means nothing here.
var pythonKeys = []string{"run_eagerly", "steps_per_execution", "jit_compile", "auto_scale_loss"}

// compileConfig returns how the model is compiled, as Keras's get_compile_config does.
func (m *Model) compileConfig() config.Map {
	return append(m.judgementConfig(), m.compiled.options.python...)
}

// judgementConfig returns how the model is trained and judged.
func (m *Model) judgementConfig() config.Map {
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
		set("metrics", asGiven(o.Metrics), len(o.Metrics) > 0)
		set("weighted_metrics", asGiven(o.WeightedMetrics), len(o.WeightedMetrics) > 0)
		return compile
	}
	var loss, weights, plain, weighted config.Map
	list, factors := make([]any, len(c.outputs)), make([]any, len(c.outputs)) // the same as lists
	scaled := false
	for i, j := range c.outputs {
		if j.Loss != nil {
			factors[i] = 1.
			if j.LossWeight != nil {
				factors[i], scaled = *j.LossWeight, true
			}
			list[i] = j.Loss
			loss.Set(j.name, list[i])
			weights.Set(j.name, factors[i])
		}
		if len(j.Metrics) > 0 {
			plain.Set(j.name, asGiven(j.Metrics))
		}
		if len(j.WeightedMetrics) > 0 {
			weighted.Set(j.name, asGiven(j.WeightedMetrics))
		}
	}
	if len(loss) == len(c.outputs) || m.declared.outputs.names != nil {
		compile.Set("loss", loss)
		set("loss_weights", weights, scaled)
	} else { // by name Keras wants a loss for each output
		compile.Set("loss", list)
		set("loss_weights", factors, scaled)
	}
	set("metrics", plain, len(plain) > 0)
	set("weighted_metrics", weighted, len(weighted) > 0)
	return compile
}

// compileOptions reads what Keras was given to compile a model. Strings stay
// names, under which losses and metrics are reported.
func (m *Model) compileOptions(d *config.Decoder, c config.Map) (*CompileOptions, error) {
	var o CompileOptions
	var errs []error
	if v, ok := c.Get("optimizer"); ok && v != nil {
		errs = append(errs, d.Value("optimizer", v, &o.Optimizer))
	}
	for _, key := range pythonKeys {
		if v, ok := c.Get(key); ok {
			o.python.Set(key, v)
		}
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
			at := fmt.Sprintf("%s[%d]", key, i)
			if o, _ := config.AsObject(x); o.Module == "keras.losses" {
				var loss losses.Loss
				err = errors.Join(err, d.Value(at, x, &loss))
				metric = &metrics.MeanMetricWrapper{Fn: loss, Base: metrics.Base{Name: losses.NameOf(loss)}}
			} else {
				err = errors.Join(err, d.Value(at, x, &metric))
			}
			list = append(list, metric)
		}
	}
	return list, err
}

// asGiven returns metrics as Keras is given them: a loss in place of what Keras makes of it.
func asGiven(list []metrics.Metric) []any {
	all := make([]any, len(list))
	for i, m := range list {
		all[i] = m
		if w, ok := m.(*metrics.MeanMetricWrapper); ok && w.DType == "" && w.Name == losses.NameOf(w.Fn) {
			all[i] = w.Fn
		}
	}
	return all
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
