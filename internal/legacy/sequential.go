package legacy

import "github.com/gokeras/keras/internal/config"

// begin gives a sequential model the input that its first layer tells of, and returns its
// class: one that begins with a Merge is functional. It is called before the layers are
// rewritten.
func begin(m config.Map) (class string, settings config.Map, err error) {
	class = "Sequential"
	v, _ := m.Get("layers")
	list, _ := v.([]any)
	if len(list) == 0 {
		return class, m, nil
	}
	switch o, _ := config.AsObject(list[0]); o.ClassName {
	case "InputLayer":
		return class, m, nil
	case "Merge":
		out, err := branches(o, list[1:])
		if err != nil {
			return class, m, err
		}
		return "Functional", out, nil
	}
	in := inputFor(list[0])
	if in == nil {
		return class, m, nil
	}
	out := without(m, "layers")
	out.Set("layers", append([]any{config.Map{
		{Key: "class_name", Value: "InputLayer"}, {Key: "config", Value: in},
	}}, list...))
	return class, out, nil
}

// inputFor returns the config of an input for a layer, nil if it doesn't tell the shape.
func inputFor(tree any) config.Map {
	o, ok := config.AsObject(tree)
	if !ok {
		return nil
	}
	c, _ := o.Config.(config.Map)
	list, isList := o.Config.([]any)
	if v, ok := c.Get("layers"); ok {
		list, isList = v.([]any)
	}
	shape, ok := c.Get("batch_input_shape")
	if !ok && isList && len(list) > 0 { // a model, whose first layer knows
		return inputFor(list[0])
	}
	if !ok || shape == nil {
		return nil
	}
	in := config.Map{{Key: "batch_shape", Value: shape}}
	for _, key := range []string{"input_dtype", "dtype"} {
		if s := c.Text(key); s != "" {
			in.Set("dtype", s)
			break
		}
	}
	name := o.Name()
	if o.ClassName != "InputLayer" {
		name += "_input"
	}
	in.Set("name", name)
	return in
}
