package legacy

import (
	"cmp"
	"slices"
	"strings"

	"github.com/gokeras/keras/internal/config"
)

// function turns a call of a function of TensorFlow into an operation of today's.
func (l *layer) function() {
	name := l.Text("function")
	nodes, _ := l.outer.Get("inbound_nodes")
	list, _ := nodes.([]any)
	if len(list) != 1 {
		l.fail("inbound_nodes: received %d calls of the function %q, expected one", len(list), name)
		return
	}
	first, kwargs := call(list[0])
	if len(first) == 0 {
		l.fail("inbound_nodes: received a call of the function %q without values", name)
		return
	}
	f, ok := tfFunctions[strings.TrimPrefix(name, "compat.v1.")]
	var args []any
	settings := config.Map{{Key: "name", Value: l.name()}}
	if f.adapt != nil {
		class, err := f.adapt(&kwargs)
		if err != nil {
			l.fail("function %q: %w", name, err)
			return
		}
		f.class = cmp.Or(class, f.class)
	}
	switch {
	case l.class == "SlicingOpLambda":
		f.class = "GetItem"
		spec, _ := kwargs.Get("slice_spec")
		kwargs.Delete("slice_spec")
		args = []any{first[0], index(spec)}
	case !ok:
		l.fail("function: received %q, which isn't known here", name)
		return
	case f.list:
		args = []any{first}
	default:
		args = first
	}
	for _, key := range f.values {
		if v, ok := kwargs.Get(key); ok && v != nil {
			args = append(args, v)
			kwargs.Delete(key)
		}
	}
	for _, e := range kwargs {
		switch key, ok := f.settings[e.Key]; {
		case e.Value == nil, e.Value == false, e.Key == "name": // the default
		case key != "":
			settings.Set(key, e.Value)
		case ok:
		default:
			l.fail("function %q: received the argument %s=%v, which isn't known here", name, e.Key, e.Value)
			return
		}
	}
	for _, e := range f.defaults {
		if _, ok := settings.Get(e.Key); !ok {
			settings.Set(e.Key, e.Value)
		}
	}
	l.class, l.Map = f.class, settings
	l.outer.Set("module", cmp.Or(tfModules[f.class], "keras.src.ops"))
	if f.layer {
		l.outer.Set("module", "keras.layers")
	}
	l.outer.Set("inbound_nodes", []any{config.Map{{Key: "args", Value: args}, {Key: "kwargs", Value: config.Map{}}}})
}

// call returns what comes first in a call of tf.keras, one value or several, and its
// other arguments, which stand beside each of them.
func call(node any) (first []any, kwargs config.Map) {
	list, _ := node.([]any)
	if len(list) >= 3 {
		if name, ok := list[0].(string); ok {
			if len(list) > 3 {
				m, _ := list[3].(config.Map)
				kwargs = slices.Clone(m)
			}
			if name == "_CONSTANT_VALUE" {
				return list[2:3], kwargs
			}
			return []any{list[:3:3]}, kwargs
		}
	}
	for _, x := range list {
		var one []any
		one, kwargs = call(x)
		first = append(first, one...)
	}
	return first, kwargs
}

// index returns an index of TensorFlow as that of Keras 3.
func index(spec any) []any {
	list, ok := spec.([]any)
	if !ok {
		list = []any{spec}
	}
	out := make([]any, len(list))
	for i, x := range list {
		out[i] = x
		if m, ok := x.(config.Map); ok {
			class := m.Text("class_name")
			if class == "" {
				class = "__slice__"
			} else {
				m = config.Map{}
			}
			out[i] = config.Map{{Key: "class_name", Value: class}, {Key: "config", Value: m}}
		}
	}
	return out
}
