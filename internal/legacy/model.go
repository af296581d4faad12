package legacy

import (
	"errors"
	"fmt"
	"strings"

	"github.com/gokeras/keras/internal/config"
)

// HardSigmoid is the name of the activation that was "hard_sigmoid" before Keras 3:
// x/5 + ½ limited to the range from 0 to 1. Keras 3 has x/6 + ½.
const HardSigmoid = "keras2>hard_sigmoid"

// Model returns the config of a model that an older Keras wrote as today's. Its
// errors name what no longer exists.
func Model(tree any, from Origin) (any, error) {
	if from.Generation >= 3 {
		return tree, nil
	}
	r := &rewriter{Origin: from, channelsFirst: from.Generation == 1 && orders(tree)["th"] && !orders(tree)["tf"]}
	tree = r.value(tree)
	return tree, errors.Join(r.errs...)
}

// A rewriter goes through a tree. The tree itself stays as it is.
type rewriter struct {
	Origin
	channelsFirst bool // all layers of Keras 1 that tell their order of axes have that of Theano
	errs          []error
}

func (r *rewriter) value(tree any) any {
	switch v := tree.(type) {
	case []any:
		list := make([]any, len(v))
		for i, x := range v {
			list[i] = r.value(x)
		}
		return list
	case config.Map:
		if v.Text("class_name") != "" {
			return r.object(v)
		}
		return r.entries(v)
	}
	return tree
}

func (r *rewriter) entries(m config.Map) config.Map {
	out := make(config.Map, 0, len(m))
	for _, e := range m {
		v := e.Value
		switch {
		case strings.HasSuffix(e.Key, "_initializer"), strings.HasSuffix(e.Key, "_regularizer"), strings.HasSuffix(e.Key, "_constraint"):
			v = part(v)
		case e.Key == "compile_config":
			v = compiled(v)
		case e.Key == "layers":
			v = r.layers(v)
		default:
			v = r.value(v)
		}
		out = append(out, config.Entry{Key: e.Key, Value: v})
	}
	return out
}

// object rewrites an object: what it holds first.
func (r *rewriter) object(m config.Map) config.Map {
	c, _ := m.Get("config")
	l := &layer{class: m.Text("class_name"), outer: r.entries(without(m, "config"))}
	if list, ok := c.([]any); ok && l.class == "Sequential" {
		c = config.Map{{Key: "layers", Value: list}}
	}
	settings, ok := c.(config.Map)
	if !ok {
		l.outer.Set("config", c)
		return l.outer
	}
	if l.class == "Sequential" {
		var err error
		if l.class, settings, err = begin(settings); err != nil {
			r.errs = append(r.errs, fmt.Errorf("model %q: %w", settings.Text("name"), err))
		}
	}
	if r.Generation == 1 {
		settings = renameParts(l.class, settings)
	}
	l.Map = r.entries(settings)
	if r.Generation == 1 {
		l.modernize(r.channelsFirst)
	}
	l.update()
	for _, err := range l.errs {
		r.errs = append(r.errs, fmt.Errorf("layer %q (%s): %w", l.name(), l.class, err))
	}
	l.outer.Set("class_name", l.class)
	l.outer.Set("config", l.Map)
	return l.outer
}

// A layer is an object that is being rewritten: its config, and all else it has.
type layer struct {
	config.Map
	class string
	outer config.Map
	errs  []error
}

func (l *layer) name() string {
	if s := l.Text("name"); s != "" {
		return s
	}
	return l.outer.Text("name")
}

func (l *layer) fail(format string, args ...any) {
	l.errs = append(l.errs, fmt.Errorf(format, args...))
}

// take returns the value of a key, which is removed.
func (l *layer) take(key string) (any, bool) {
	v, ok := l.Get(key)
	if ok {
		l.Delete(key)
	}
	return v, ok
}

// rename gives a key another name, under which there may be a value already, which stays.
func (l *layer) rename(from, to string) {
	v, ok := l.take(from)
	if _, there := l.Get(to); ok && !there {
		l.Set(to, v)
	}
}

// without returns a map without a key.
func without(m config.Map, key string) config.Map {
	out := make(config.Map, 0, len(m))
	for _, e := range m {
		if e.Key != key {
			out = append(out, e)
		}
	}
	return out
}
