package keras

import (
	"slices"

	"github.com/gokeras/keras/internal/config"
	"github.com/gokeras/keras/internal/graph"
	"github.com/gokeras/keras/layers"
	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/tensor"
)

// config returns the layers and calls as Keras's Functional.get_config does.
func (d *declared) config(c *config.Map) error {
	list := make([]any, 0, len(d.operations))
	for _, o := range d.operations {
		entry, err := d.operation(o)
		if err != nil {
			return err
		}
		list = append(list, entry)
	}
	c.Set("layers", list)
	c.Set("input_layers", d.places(d.inputs))
	c.Set("output_layers", d.places(d.outputs))
	return nil
}

// places returns where the values of a structure come from.
func (d *declared) places(s structure) any {
	var list []any
	for _, v := range s.values {
		place := d.history(v)
		if m, ok := d.of[d.from(v)].layer.(*Model); ok && m.functional {
			place[1] = place[1].(int) + 1 // Keras counts the model's own node
		}
		list = append(list, place)
	}
	switch {
	case s.names != nil:
		var m config.Map
		for i, n := range s.names {
			m.Set(n, list[i])
		}
		return m
	case !s.list:
		return list[0]
	}
	return list
}

// history returns the layer that gives v, which of its calls and which output.
func (d *declared) history(v *ops.Value) []any {
	c := d.from(v)
	o := d.of[c]
	return []any{layers.NameOf(o.layer), o.place(c), slices.Index(c.Out, v)}
}

// operation returns a layer and the calls of it.
func (d *declared) operation(o *operation) (*config.Object, error) {
	object, err := layerObject(o.layer)
	if err != nil {
		return nil, err
	}
	nodes := []any{}
	for _, c := range o.calls {
		if isInput(c) {
			continue
		}
		node, err := d.node(c)
		if err != nil {
			return nil, err
		}
		nodes = append(nodes, node)
	}
	if r, ok := o.layer.(recurrent); ok {
		args, _ := o.calls[0].Args.(layers.Args)
		var state []tensor.Shape
		for _, v := range args.InitialState {
			state = append(state, v.Shape)
		}
		if len(state) > 0 {
			object.Extra.Set("build_config", recurrentBuild(r, o.calls[0].In[0].Shape, state))
		}
	}
	object.Extra.Set("name", layers.NameOf(o.layer))
	object.Extra.Set("inbound_nodes", nodes)
	return object, nil
}

// layerObject returns a layer as an object of Keras, with the name that it has in the
// model.
func layerObject(l layers.Layer) (*config.Object, error) {
	if f, ok := l.(*layers.Function); ok {
		return f.Object()
	}
	o, err := config.Marshal(l)
	if err != nil {
		return nil, err
	}
	if c, ok := o.Config.(config.Map); ok {
		c.Set("name", layers.NameOf(l))
		o.Config = c
	}
	if c := buildConfig(l); c != nil {
		o.Extra.Set("build_config", c)
	}
	return o, nil
}

// buildConfig returns what Keras builds l for when it reads a file, nil if there is
// nothing to be made: the shape of the input, a list of shapes, or those of several
// arguments by name.
func buildConfig(l layers.Layer) config.Map {
	if m, ok := l.(*Model); ok {
		switch {
		case m.functional:
			return config.Map{{Key: "input_shape", Value: nil}}
		case m.net != nil:
			return config.Map{{Key: "input_shape", Value: m.net.inputs[0].Shape}}
		}
		return nil
	}
	in := layers.InputShapes(l)
	if len(in) == 0 || len(layers.Weights(l)) == 0 {
		return nil
	}
	if r, ok := l.(recurrent); ok && len(in) > 1 {
		return recurrentBuild(r, in[0], in[1:])
	}
	if p, ok := l.(layers.Positional); ok {
		var shapes config.Map
		names := p.Positional()
		for i, shape := range in[:min(len(in), len(names))] {
			shapes.Set(names[i]+"_shape", shape)
		}
		return config.Map{{Key: "shapes_dict", Value: shapes}}
	}
	if len(in) > 1 {
		return config.Map{{Key: "input_shape", Value: in}}
	}
	return config.Map{{Key: "input_shape", Value: in[0]}}
}

// recurrentBuild returns the build_config of a layer that is called with a first state.
func recurrentBuild(r recurrent, in tensor.Shape, state []tensor.Shape) config.Map {
	var list []any
	for _, shape := range state {
		list = append(list, shape)
	}
	return config.Map{{Key: "shapes_dict", Value: config.Map{
		{Key: "sequences_shape", Value: in}, {Key: "initial_state_shape", Value: r.PackState(list)},
	}}}
}

// A recurrent is a layer whose states are nested as Keras has them in files.
type recurrent interface{ PackState([]any) []any }

// node returns the arguments of a call.
func (d *declared) node(c *graph.Call) (config.Map, error) {
	args, _ := c.Args.(layers.Args)
	inputs := len(c.In) - len(args.Values())
	list := make([]any, len(c.In))
	for i, v := range c.In {
		x, err := d.argument(v)
		if err != nil {
			return nil, err
		}
		list[i] = x
	}
	values, kwargs := list[:inputs:inputs], args.Config(list[inputs:])
	l := d.of[c].layer
	if r, ok := l.(recurrent); ok {
		states, _ := kwargs.Get("initial_state")
		if list, ok := states.([]any); ok || len(values) > 1 {
			kwargs.Set("initial_state", r.PackState(append(values[1:], list...)))
		}
		values = values[:1]
	}
	if len(values) > 1 && layers.TakesList(l) {
		values = []any{values}
	}
	if f, ok := l.(*layers.Function); ok {
		if f.Class().List {
			values = []any{values}
		}
		switch op := f.Operation().(type) {
		case ops.Arranged:
			values = op.Arrange(values)
		case ops.WithArgs:
			values = append(values, op.CallArgs()...)
		}
	}
	return config.Map{{Key: "args", Value: values}, {Key: "kwargs", Value: kwargs}}, nil
}

// argument returns an input of a call: where it comes from, or what it is.
func (d *declared) argument(v *ops.Value) (any, error) {
	if v.Call != nil {
		return config.Map{
			{Key: "class_name", Value: "__keras_tensor__"},
			{Key: "config", Value: config.Map{
				{Key: "shape", Value: v.Shape},
				{Key: "dtype", Value: v.DType.String()},
				{Key: "keras_history", Value: d.history(v)},
			}},
		}, nil
	}
	t, err := constant(v)
	if err != nil {
		return nil, err
	}
	if t.Rank() == 0 {
		return scalar(t), nil
	}
	return config.Map{
		{Key: "class_name", Value: "__numpy__"},
		{Key: "config", Value: config.Map{{Key: "value", Value: nested(t)}, {Key: "dtype", Value: t.DType().String()}}},
	}, nil
}
