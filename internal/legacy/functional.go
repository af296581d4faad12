package legacy

import (
	"encoding/json"
	"strconv"

	"github.com/gokeras/keras/internal/config"
)

// count makes references to calls of models begin with 0. Before Keras 3 a model
// within a model had a call already, of its making, so that others began with 1; as
// they still do where Keras 3 has a functional model among the outputs.
func (l *layer) count() {
	v, _ := l.Get("layers")
	entries, _ := v.([]any)
	models := map[string]string{} // class by name
	for _, e := range entries {
		o, _ := config.AsObject(e)
		if o.ClassName == "Functional" || o.ClassName == "Sequential" {
			name := o.Extra.Text("name")
			if name == "" {
				name = o.Name()
			}
			models[name] = o.ClassName
		}
	}
	if len(models) == 0 {
		return
	}
	visit := func(f func(name string, ref []any, output bool)) {
		for _, e := range entries {
			m, _ := e.(config.Map)
			nodes, _ := m.Get("inbound_nodes")
			references(nodes, func(name string, ref []any) { f(name, ref, false) })
		}
		outputs, _ := l.Get("output_layers")
		references(outputs, func(name string, ref []any) { f(name, ref, true) })
	}
	zero := map[string]bool{}
	visit(func(name string, ref []any, _ bool) {
		if ref[1] == json.Number("0") {
			zero[name] = true
		}
	})
	visit(func(name string, ref []any, output bool) {
		class, ok := models[name]
		n, err := strconv.Atoi(string(ref[1].(json.Number)))
		if !ok || err != nil {
			return
		}
		if !zero[name] {
			n--
		}
		if output && class == "Functional" {
			n++
		}
		ref[1] = json.Number(strconv.Itoa(n))
	})
}

// references calls f with all references to calls in a tree: lists of a name, the number
// of a call and the number of an output.
func references(tree any, f func(name string, ref []any)) {
	switch v := tree.(type) {
	case []any:
		if len(v) >= 3 {
			name, ok := v[0].(string)
			_, number := v[1].(json.Number)
			if ok && number {
				f(name, v)
				v = v[3:]
			}
		}
		for _, x := range v {
			references(x, f)
		}
	case config.Map:
		for _, e := range v {
			references(e.Value, f)
		}
	}
}
