package legacy

import (
	"encoding/json"
	"fmt"

	"github.com/gokeras/keras/internal/config"
)

// modes is the classes that took the place of Keras 1's Merge, by its mode.
var modes = map[string]string{
	"sum":    "Add",
	"mul":    "Multiply",
	"ave":    "Average",
	"max":    "Maximum",
	"concat": "Concatenate",
	"dot":    "Dot",
}

// merge turns a Merge into the class of its mode.
func (l *layer) merge() {
	mode, _ := l.Get("mode")
	name, _ := mode.(string)
	class, ok := modes[name]
	if !ok {
		l.fail("mode: received %v, expected sum, mul, ave, max, concat or dot", mode)
		return
	}
	c := config.Map{{Key: "name", Value: l.Text("name")}}
	switch class {
	case "Concatenate":
		if v, ok := l.Get("concat_axis"); ok {
			c.Set("axis", v)
		}
	case "Dot":
		if v, ok := l.Get("dot_axes"); ok {
			c.Set("axes", v)
		}
	}
	l.class, l.Map = class, c
}

// branches returns the functional model that a sequential one of Keras 1 is, which begins
// with a Merge: the models or layers within that one, and what follows it.
func branches(first config.Object, rest []any) (config.Map, error) {
	g := &chain{}
	merge, _ := first.Config.(config.Map)
	list, _ := merge.Get("layers")
	inner, _ := list.([]any)
	var ends, inputs []any
	for _, x := range inner {
		end, err := g.add(x, nil)
		if err != nil {
			return nil, err
		}
		ends = append(ends, end)
	}
	for _, name := range g.inputs {
		inputs = append(inputs, reference(name))
	}
	settings := without(merge, "layers")
	end := g.node("Merge", settings, ends)
	for _, x := range rest {
		var err error
		if end, err = g.add(x, []any{end}); err != nil {
			return nil, err
		}
	}
	return config.Map{
		{Key: "layers", Value: g.layers},
		{Key: "input_layers", Value: inputs},
		{Key: "output_layers", Value: []any{end}},
	}, nil
}

// A chain is layers of a functional model that is being made.
type chain struct {
	layers []any
	inputs []string
}

// add appends a layer, or those of a sequential model, after others. Without any it
// begins with an input. It returns what refers to the last.
func (g *chain) add(tree any, after []any) (any, error) {
	o, ok := config.AsObject(tree)
	if !ok {
		return nil, fmt.Errorf("layers: received %v, expected an object with a class_name", tree)
	}
	if list, ok := o.Config.([]any); ok && o.ClassName == "Sequential" && len(list) > 0 {
		var end any
		for _, x := range list {
			var err error
			if end, err = g.add(x, after); err != nil {
				return nil, err
			}
			after = []any{end}
		}
		return end, nil
	}
	c, ok := o.Config.(config.Map)
	if !ok || c.Text("name") == "" {
		return nil, fmt.Errorf("a Merge of %s: expected layers and sequential models of layers with names", o.ClassName)
	}
	if after == nil {
		in := inputFor(tree)
		if in == nil {
			return nil, fmt.Errorf("layer %q (%s): expected a batch_input_shape, as the first layer", c.Text("name"), o.ClassName)
		}
		name := in.Text("name")
		g.inputs = append(g.inputs, name)
		after = []any{g.node("InputLayer", in, nil)}
	}
	return g.node(o.ClassName, c, after), nil
}

// node appends a layer that is called with others.
func (g *chain) node(class string, c config.Map, after []any) any {
	name := c.Text("name")
	nodes := []any{}
	if after != nil {
		nodes = append(nodes, after)
	}
	g.layers = append(g.layers, config.Map{
		{Key: "class_name", Value: class}, {Key: "config", Value: c}, {Key: "name", Value: name}, {Key: "inbound_nodes", Value: nodes},
	})
	return reference(name)
}

// reference refers to what the first call of a layer gives.
func reference(name string) any {
	return []any{name, json.Number("0"), json.Number("0")}
}
