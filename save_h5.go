package keras

import (
	"fmt"
	"slices"
	"strings"

	"github.com/gokeras/keras/internal/config"
	"github.com/gokeras/keras/internal/kerasfile"
	"github.com/gokeras/keras/layers"
	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/optimizers"
)

// h5 returns the model as a .h5 file of the format before .keras has it, in the way of
// Keras 3. Its arrays are the model's own.
func (m *Model) h5() (*kerasfile.Model, error) {
	if err := m.Build(nil); err != nil {
		return nil, err
	}
	o, err := m.object()
	if err != nil {
		return nil, err
	}
	tree, err := reparsed(o)
	if err != nil {
		return nil, err
	}
	file := &kerasfile.Model{Layers: m.h5Layers()}
	if file.Config, err = config.Encode(plain(tree)); err != nil {
		return nil, err
	}
	if m.compiled == nil {
		return file, nil
	}
	if tree, err = reparsed(m.compileConfig()); err != nil {
		return nil, err
	}
	if file.Training, err = config.Encode(trainingConfig(tree.(config.Map))); err != nil {
		return nil, err
	}
	file.Optimizer = variables(optimizers.Variables(m.compiled.options.Optimizer))
	return file, nil
}

// reparsed returns what is to be written as the tree that a reader gets.
func reparsed(v any) (any, error) {
	text, err := config.Encode(v)
	if err != nil {
		return nil, err
	}
	return config.Parse(text)
}

// h5Layers returns the weights of the model by layers.
func (m *Model) h5Layers() []kerasfile.Named {
	var list []kerasfile.Named
	for _, l := range m.Layers() {
		if _, ok := l.(*layers.Function); ok {
			continue
		}
		var vars []*ops.Variable
		for _, p := range partsOf(l) {
			vars = append(vars, p.vars...)
		}
		list = append(list, kerasfile.Named{Name: layers.NameOf(l), Weights: variables(vars)})
	}
	return list
}

// variables returns variables by their paths. One that appears again, as those of Adafactor
// do, gets the next free number; Keras fails to write such a model.
func variables(vars []*ops.Variable) []kerasfile.Variable {
	var list []kerasfile.Variable
	seen := map[string]bool{}
	for _, v := range vars {
		path := v.Path
		for n := 1; seen[path]; n++ {
			path = fmt.Sprintf("%s_%d", v.Path, n)
		}
		seen[path] = true
		list = append(list, kerasfile.Variable{Path: path, Value: v.Store()})
	}
	return list
}

// plain returns a model's config as .h5 files have it: its class and settings, and so the
// layers. Functions of package ops keep their module, without which they would be
// taken for layers of the same name.
func plain(tree any) any {
	o, ok := config.AsObject(tree)
	if !ok || strings.HasPrefix(o.Module, "keras.src.ops") {
		return tree
	}
	class := config.PythonName(o.ClassName)
	if strings.Contains(o.RegisteredName, ">") {
		class = o.RegisteredName
	}
	c := o.Config
	if settings, ok := c.(config.Map); ok {
		settings = slices.Clone(settings)
		if v, ok := settings.Get("layers"); ok {
			list, _ := v.([]any)
			inner := make([]any, len(list))
			for i, x := range list {
				inner[i] = plain(x)
			}
			settings.Set("layers", inner)
		}
		c = settings
	}
	out := config.Map{{Key: "class_name", Value: class}, {Key: "config", Value: c}}
	for _, e := range o.Extra {
		if e.Key == "name" || e.Key == "inbound_nodes" {
			out.Set(e.Key, e.Value)
		}
	}
	return out
}

// trainingConfig returns a compile_config as a training_config.
func trainingConfig(c config.Map) config.Map {
	out := config.Map{}
	for _, key := range []string{"loss", "loss_weights", "metrics", "weighted_metrics"} {
		v, _ := c.Get(key)
		out.Set(key, spelled(v))
	}
	v, _ := c.Get("optimizer")
	out.Set("optimizer_config", plain(v))
	return out
}

// fullNames is the names of losses and metrics whose short ones Keras doesn't find in a .h5
// file, though it writes them.
var fullNames = map[string]string{
	"bce":  "binary_crossentropy",
	"kld":  "kl_divergence",
	"mae":  "mean_absolute_error",
	"mape": "mean_absolute_percentage_error",
	"mse":  "mean_squared_error",
	"msle": "mean_squared_logarithmic_error",
}

// spelled puts full names in place of short ones.
func spelled(tree any) any {
	switch v := tree.(type) {
	case string:
		if name, ok := fullNames[strings.ToLower(v)]; ok {
			return name
		}
	case []any:
		list := make([]any, len(v))
		for i, x := range v {
			list[i] = spelled(x)
		}
		return list
	case config.Map:
		if _, ok := config.AsObject(v); ok {
			return v
		}
		out := make(config.Map, len(v))
		for i, e := range v {
			out[i] = config.Entry{Key: e.Key, Value: spelled(e.Value)}
		}
		return out
	}
	return tree
}
