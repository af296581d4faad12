package main

import (
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"

	"github.com/gokeras/keras"
	"github.com/gokeras/keras/internal/config"
	"github.com/gokeras/keras/layers"
)

// structures returns a line for each layer that only one model has, and for each setting
// that differs.
func structures(a, b *keras.Model) ([]string, error) {
	x, err := describe(a)
	if err != nil {
		return nil, err
	}
	y, err := describe(b)
	if err != nil {
		return nil, err
	}
	same := pairs(a, b)
	second := map[layers.Layer]bool{}
	names := map[string]string{} // of layers of the second by those of the first
	for l, other := range same {
		second[other] = true
		names[layers.NameOf(other)] = layers.NameOf(l)
	}
	lines := []string{}
	for _, l := range a.Layers() {
		name := layers.NameOf(l)
		if same[l] == nil {
			lines = append(lines, fmt.Sprintf("layer %q (%s): only in the first", name, weighed(l)))
			continue
		}
		what, other := fmt.Sprintf("layer %q", name), layers.NameOf(same[l])
		lines = append(lines, settingDiffs(what, x.layers[name], y.layers[other])...)
		lines = append(lines, callDiff(what, x.calls[name], renamed(y.calls[other], names))...)
	}
	for _, l := range b.Layers() {
		if !second[l] {
			lines = append(lines, fmt.Sprintf("layer %q (%s): only in the second", layers.NameOf(l), weighed(l)))
		}
	}
	lines = append(lines, settingDiffs("model", x.rest, renamed(y.rest, names))...)
	return append(lines, settingDiffs("compiled with", x.compiled, y.compiled)...), nil
}

// weighed returns a layer's class with its weights.
func weighed(l layers.Layer) string {
	text := layers.ClassOf(l)
	for _, v := range layers.Weights(l) {
		text += " " + v.Name + v.Shape().String()
	}
	return text
}

// A description is what a model's config says.
type description struct {
	layers   map[string]any // settings by the names of layers
	calls    map[string]any // and what they are called with
	rest     any
	compiled any
}

func describe(m *keras.Model) (description, error) {
	d := description{layers: map[string]any{}, calls: map[string]any{}}
	text, err := m.ToJSON()
	if err != nil {
		return d, err
	}
	var tree struct {
		Compiled map[string]any `json:"compile_config"`
		Config   map[string]any `json:"config"`
	}
	if err := json.Unmarshal([]byte(text), &tree); err != nil {
		return d, err
	}
	list, _ := tree.Config["layers"].([]any)
	for _, x := range list {
		l, _ := x.(map[string]any)
		config, _ := l["config"].(map[string]any)
		name, _ := config["name"].(string)
		delete(config, "name")
		d.calls[name] = l["inbound_nodes"]
		d.layers[name] = map[string]any{"class_name": l["class_name"], "config": config}
	}
	for _, key := range []string{"layers", "name", "build_input_shape"} {
		delete(tree.Config, key)
	}
	for _, key := range []string{"jit_compile", "run_eagerly", "steps_per_execution", "auto_scale_loss"} {
		delete(tree.Compiled, key) // which change nothing here
	}
	d.rest = tree.Config
	if tree.Compiled != nil {
		if o, _ := tree.Compiled["optimizer"].(map[string]any); o != nil {
			config, _ := o["config"].(map[string]any)
			delete(config, "name")
		}
		d.compiled = renamed(tree.Compiled, fullNames())
	}
	return d, nil
}

// fullNames returns the names of losses and metrics by their short ones, such as mse.
func fullNames() map[string]string {
	names := map[string]string{}
	for _, c := range config.Classes() {
		if c.Module == "keras.losses" || c.Module == "keras.metrics" {
			for _, short := range c.Aliases {
				names[short] = config.SnakeCase(c.Name)
			}
		}
	}
	return names
}

// renamed returns a tree with other names of layers.
func renamed(tree any, names map[string]string) any {
	switch v := tree.(type) {
	case string:
		if name, ok := names[v]; ok {
			return name
		}
	case []any:
		list := make([]any, len(v))
		for i, x := range v {
			list[i] = renamed(x, names)
		}
		return list
	case map[string]any:
		m := make(map[string]any, len(v))
		for key, x := range v {
			m[key] = renamed(x, names)
		}
		return m
	}
	return tree
}

// settingDiffs returns a line for each place where two configs differ.
func settingDiffs(path string, a, b any) []string {
	x, ok := a.(map[string]any)
	y, both := b.(map[string]any)
	if ok && both && reflect.DeepEqual(x["class_name"], y["class_name"]) {
		var lines []string
		keys := maps.Clone(x)
		maps.Copy(keys, y)
		for _, key := range slices.Sorted(maps.Keys(keys)) {
			at := path + ": " + key
			switch {
			case key == "config":
				at = path
			case strings.Contains(path, ": "):
				at = path + "." + key
			}
			lines = append(lines, settingDiffs(at, x[key], y[key])...)
		}
		return lines
	}
	if reflect.DeepEqual(a, b) {
		return nil
	}
	return []string{fmt.Sprintf("%s: %s in the first, %s in the second", path, short(a), short(b))}
}

// short returns a value of a config, if it isn't long, with classes in place of objects.
func short(v any) string {
	const most = 60
	text, err := json.Marshal(classes(v))
	switch {
	case v == nil:
		return "nothing"
	case err != nil || len(text) > most:
		return "something else"
	}
	return string(text)
}

// classes returns a tree with classes in place of objects.
func classes(tree any) any {
	switch v := tree.(type) {
	case []any:
		list := make([]any, len(v))
		for i, x := range v {
			list[i] = classes(x)
		}
		return list
	case map[string]any:
		if class, ok := v["class_name"].(string); ok {
			return class
		}
	}
	return tree
}

// callDiff returns a line if a layer is called with something else.
func callDiff(what string, a, b any) []string {
	if reflect.DeepEqual(a, b) {
		return nil
	}
	x, y := quoted(callers(a)), quoted(callers(b))
	if x == y {
		return []string{what + ": called in another way"}
	}
	return []string{fmt.Sprintf("%s: called with %s in the first, %s in the second", what, x, y)}
}

// callers returns the layers whose outputs a layer is called with.
func callers(tree any) []string {
	var list []string
	switch v := tree.(type) {
	case []any:
		for _, x := range v {
			list = append(list, callers(x)...)
		}
	case map[string]any:
		if history, _ := v["keras_history"].([]any); len(history) > 0 {
			return []string{fmt.Sprint(history[0])}
		}
		for _, key := range slices.Sorted(maps.Keys(v)) {
			list = append(list, callers(v[key])...)
		}
	}
	return list
}
