package keras

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/gokeras/keras/internal/config"
	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/tensor"
)

// errRest says that an argument is neither a value nor a number.
var errRest = errors.New("expected a value of the model")

// values returns the values in an argument: one, or a list of them. A call of Keras 2
// has a list of names and places, with keyword arguments.
func (r *reader) values(a any, kwargs *config.Map) ([]*ops.Value, config.Map, error) {
	switch a := a.(type) {
	case json.Number:
		x, err := a.Float64()
		if err != nil {
			return nil, nil, err
		}
		dt := tensor.Float32
		if !strings.ContainsAny(string(a), ".eE") {
			dt = tensor.Int32
		}
		return []*ops.Value{ops.Const(x, dt)}, nil, nil
	case []any:
		if name, ok := at(a, 0).(string); ok && len(a) >= 3 {
			v, err := r.value(name, at(a, 1), at(a, 2), 0)
			more, _ := at(a, 3).(config.Map)
			return []*ops.Value{v}, more, err
		}
		var list []*ops.Value
		for _, x := range a {
			if x == nil && kwargs == nil {
				list = append(list, nil) // such as a mask that isn't there
				continue
			}
			values, _, err := r.values(x, kwargs)
			if err != nil {
				return nil, nil, err
			}
			list = append(list, values...)
		}
		if len(a) == 0 {
			return nil, nil, errRest
		}
		return list, nil, nil
	case config.Map:
		o, ok := config.AsObject(a)
		if !ok {
			var list []*ops.Value // a map of inputs
			sorted := slices.SortedFunc(slices.Values(a), func(x, y config.Entry) int { return cmp.Compare(x.Key, y.Key) })
			for _, e := range sorted {
				values, _, err := r.values(e.Value, kwargs)
				if err != nil {
					return nil, nil, err
				}
				list = append(list, values...)
			}
			return list, nil, nil
		}
		c, _ := o.Config.(config.Map)
		switch o.ClassName {
		case "__keras_tensor__":
			h, _ := c.Get("keras_history")
			history, _ := h.([]any)
			name, ok := at(history, 0).(string)
			if !ok {
				return nil, nil, errors.New("keras_history: expected a name and two numbers")
			}
			v, err := r.value(name, at(history, 1), at(history, 2), 0)
			return []*ops.Value{v}, nil, err
		case "__tensor__", "__numpy__":
			t, err := tensorOf(c)
			if err != nil {
				return nil, nil, err
			}
			return []*ops.Value{ops.Constant(t)}, nil, nil
		}
	}
	return nil, nil, errRest
}

func at(list []any, i int) any {
	if i < len(list) {
		return list[i]
	}
	return nil
}

// value returns an output of a call of the layer of a name. Of a functional model
// calls may be counted from skip.
func (r *reader) value(name string, call, output any, skip int) (*ops.Value, error) {
	e := r.byName[name]
	if e == nil {
		return nil, fmt.Errorf("received a value of layer %q, which there isn't", name)
	}
	i, err1 := index(call)
	j, err2 := index(output)
	if err := errors.Join(err1, err2); err != nil {
		return nil, fmt.Errorf("a value of layer %q: %w", name, err)
	}
	if m, ok := e.layer.(*Model); ok && m.functional {
		i -= skip
	}
	if i >= len(e.calls) {
		if len(e.nodes) == 0 {
			return nil, fmt.Errorf("received call %d of layer %q, expected one of %d", i, name, len(e.calls))
		}
		return nil, errLater
	}
	if i < 0 || j >= len(e.calls[i]) {
		if i >= 0 && e.calls[i][0].Call.Err != nil {
			return e.calls[i][0], nil
		}
		return nil, fmt.Errorf("received output %d of call %d of layer %q, which there isn't", j, i, name)
	}
	return e.calls[i][j], nil
}

func index(v any) (int, error) {
	n, ok := v.(json.Number)
	if !ok {
		return 0, fmt.Errorf("received %v, expected a number", v)
	}
	i, err := n.Int64()
	if err != nil || i < 0 || i > maxCalls {
		return 0, fmt.Errorf("received %v, expected a number from 0", v)
	}
	return int(i), nil
}

// source returns inputs or outputs as they were given.
func (r *reader) source(key string, v any) (Source, error) {
	switch v := v.(type) {
	case []any:
		if name, ok := at(v, 0).(string); ok && len(v) == 3 {
			value, err := r.value(name, v[1], v[2], 1)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", key, err)
			}
			return value, nil
		}
		var list List
		for _, x := range v {
			s, err := r.source(key, x)
			if err != nil {
				return nil, err
			}
			list = append(list, s)
		}
		return list, nil
	case config.Map:
		named := Named{}
		for _, e := range v {
			s, err := r.source(key, e.Value)
			if err != nil {
				return nil, err
			}
			named[e.Key] = s
		}
		return named, nil
	}
	return nil, fmt.Errorf("%s: received %v, expected a list or an object", key, v)
}

// mentions tells whether there are arrays in an argument.
func mentions(a any) bool {
	switch a := a.(type) {
	case []any:
		return slices.ContainsFunc(a, mentions)
	case config.Map:
		name := a.Text("class_name")
		return name == "__keras_tensor__" || name == "__numpy__" || name == "__tensor__"
	}
	return false
}

// listed returns a list of numbers as an array, nil if the argument is something else.
func listed(a any) *tensor.Tensor {
	dt := tensor.Int32
	var numbers func(a any) bool
	numbers = func(a any) bool {
		switch a := a.(type) {
		case json.Number:
			if strings.ContainsAny(string(a), ".eE") {
				dt = tensor.Float32
			}
			return true
		case []any:
			return len(a) > 0 && !slices.ContainsFunc(a, func(x any) bool { return !numbers(x) })
		}
		return false
	}
	if list, ok := a.([]any); !ok || !numbers(list) {
		return nil
	}
	t, err := tensorOf(config.Map{{Key: "value", Value: a}, {Key: "dtype", Value: dt.String()}})
	if err != nil {
		return nil
	}
	return t
}
