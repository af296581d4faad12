package keras

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/gokeras/keras/internal/config"
	"github.com/gokeras/keras/layers"
	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/tensor"
)

// A reader makes a functional model of its config.
type reader struct {
	*config.Decoder
	entries []*entry
	byName  map[string]*entry
}

// An entry is a layer of the config, and the calls of it.
type entry struct {
	layer layers.Layer
	nodes []any          // calls that are still to be made
	calls [][]*ops.Value // what those made give
	op    ops.Operation  // of a Function
	name  string
}

// errLater says that a call can't be made before others.
var errLater = errors.New("its inputs come from calls that can't be made")

// maxCalls is how many calls of layers a config may have.
const maxCalls = 1 << 20

// decodeFunctional reads the config of a functional model.
func (m *Model) decodeFunctional(d *config.Decoder, c config.Map) error {
	inputs, _ := c.Get("input_layers")
	outputs, _ := c.Get("output_layers")
	entries, _ := c.Get("layers")
	c = slices.Clone(c)
	for _, key := range []string{"layers", "input_layers", "output_layers"} {
		c.Delete(key)
	}
	var base layers.Base
	if err := d.Fields(c, &base); err != nil {
		return err
	}
	list, ok := entries.([]any)
	if !ok {
		return errors.New("layers: expected a list")
	}
	r := &reader{Decoder: d, byName: map[string]*entry{}}
	var errs []error
	for i, l := range list {
		errs = append(errs, r.add(i, l))
	}
	if err := errors.Join(errs...); err != nil {
		return err
	}
	m.Base, m.functional = base, true
	m.connectLater = func() error {
		if err := r.call(m); err != nil {
			return err
		}
		in, err := r.source("input_layers", inputs)
		if err != nil {
			return err
		}
		out, err := r.source("output_layers", outputs)
		if err != nil {
			return err
		}
		m.connect(in, out)
		return errors.Join(m.mistakes...)
	}
	return nil
}

// add reads a layer.
func (r *reader) add(i int, tree any) error {
	o, ok := config.AsObject(tree)
	if !ok {
		return fmt.Errorf("layers[%d]: expected an object with a class_name", i)
	}
	e := &entry{name: o.Extra.Text("name")}
	if e.name == "" {
		e.name = o.Name()
	}
	nodes, _ := o.Extra.Get("inbound_nodes")
	e.nodes, _ = nodes.([]any)
	if class := ops.LookupClass(o.ClassName); class != nil && strings.HasPrefix(o.Module, "keras.src.ops") {
		e.op = class.New()
		settings, _ := o.Config.(config.Map)
		settings.Delete("name")
		settings.Delete("dtype")
		if err := r.settings(e.op, settings); err != nil {
			return fmt.Errorf("layer %q (%s): %w", e.name, o.ClassName, err)
		}
	} else if err := r.Value(fmt.Sprintf("layers[%d]", i), tree, &e.layer); err != nil {
		return err
	} else if e.layer == nil {
		return fmt.Errorf("layers[%d]: received null", i)
	} else {
		layers.SetName(e.layer, e.name)
	}
	if r.byName[e.name] != nil {
		return fmt.Errorf("layers[%d]: received the name %q, which another layer has", i, e.name)
	}
	r.byName[e.name] = e
	r.entries = append(r.entries, e)
	return nil
}

func (r *reader) settings(op ops.Operation, m config.Map) error {
	if len(m) == 0 {
		return nil
	}
	if ops.ClassOf(op).Plain {
		for _, x := range m {
			if x.Value != nil {
				return fmt.Errorf("%s: unknown key", x.Key)
			}
		}
		return nil
	}
	return r.Fields(m, op)
}

// call makes all calls, each once its inputs are there.
func (r *reader) call(m *Model) error {
	left := 0
	for _, e := range r.entries {
		left += len(e.nodes)
		if in, ok := e.layer.(*layers.Input); ok {
			e.calls = append(e.calls, in.Values())
		}
	}
	if left > maxCalls {
		return fmt.Errorf("received %d calls of layers, expected at most %d", left, maxCalls)
	}
	for left > 0 {
		before := left
		for _, e := range r.entries {
			for len(e.nodes) > 0 {
				err := r.node(m, e, e.nodes[0])
				if errors.Is(err, errLater) {
					break
				}
				if err != nil {
					return fmt.Errorf("layer %q: inbound_nodes: %w", e.name, err)
				}
				e.nodes = e.nodes[1:]
				left--
			}
		}
		if left == before {
			for _, e := range r.entries {
				if len(e.nodes) > 0 {
					return fmt.Errorf("layer %q: inbound_nodes: %w: %d calls are in a loop or lack an input", e.name, errLater, left)
				}
			}
		}
	}
	return nil
}

// node makes one call.
func (r *reader) node(m *Model, e *entry, node any) error {
	var args any
	var kwargs config.Map
	switch n := node.(type) {
	case config.Map:
		args, _ = n.Get("args")
		k, _ := n.Get("kwargs")
		kwargs, _ = k.(config.Map)
	case []any:
		args = n // before Keras 3
	default:
		return errors.New("expected an object with args and kwargs, or a list")
	}
	var in []*ops.Value
	var rest []any
	list, _ := args.([]any)
	for i, a := range list {
		if op, ok := e.op.(ops.Arranged); ok && a == nil {
			op.Missing(i)
			continue
		}
		if _, ok := e.op.(ops.WithArgs); ok && len(in) > 0 && !mentions(a) {
			rest = append(rest, a)
			continue
		}
		if t := listed(a); t != nil && e.op != nil {
			in = append(in, ops.Constant(t))
			continue
		}
		values, more, err := r.values(a, &kwargs)
		if errors.Is(err, errRest) && e.op != nil {
			rest = append(rest, a)
			continue
		}
		if err != nil {
			return err
		}
		for _, k := range more {
			kwargs.Set(k.Key, k.Value)
		}
		in = append(in, values...)
	}
	if e.op != nil {
		return r.operation(e, in, rest, kwargs)
	}
	var a layers.Args
	for _, k := range kwargs {
		values, err := r.keyword(k.Value)
		if err != nil {
			return fmt.Errorf("%s: %w", k.Key, err)
		}
		more, err := a.Set(k.Key, k.Value, values)
		if err != nil {
			return err
		}
		in = append(in, more...)
	}
	e.calls = append(e.calls, declare(e.layer, a, in, m))
	return nil
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

// keyword returns the values in a keyword argument, nil if it is something else.
func (r *reader) keyword(v any) ([]*ops.Value, error) {
	values, _, err := r.values(v, nil)
	if errors.Is(err, errRest) {
		return nil, nil
	}
	return values, err
}

// operation makes a call of a function of package ops.
func (r *reader) operation(e *entry, in []*ops.Value, rest []any, kwargs config.Map) error {
	for _, k := range kwargs {
		values, err := r.keyword(k.Value)
		if err != nil {
			return err
		}
		if values == nil && k.Value != nil {
			rest = append(rest, k.Value)
		}
		in = append(in, values...)
	}
	if len(rest) > 0 {
		a, ok := e.op.(ops.WithArgs)
		if !ok {
			return fmt.Errorf("received arguments %v, which it doesn't take", rest)
		}
		if err := a.SetCallArgs(rest); err != nil {
			return err
		}
	}
	f := layers.NewFunction(e.op)
	f.Name = e.name
	out := ops.Declare(e.op, in)
	out[0].Call.Op = f
	e.calls = append(e.calls, out)
	return nil
}

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

// maxConstant is how many elements an array in a config may have.
const maxConstant = 1 << 24

// tensorOf reads an array.
func tensorOf(c config.Map) (*tensor.Tensor, error) {
	dt, err := tensor.ParseDType(c.Text("dtype"))
	if err != nil {
		return nil, err
	}
	var shape tensor.Shape
	v, _ := c.Get("value")
	for x := v; ; {
		list, ok := x.([]any)
		if !ok {
			break
		}
		shape = append(shape, len(list))
		if len(list) == 0 || len(shape) > 8 {
			break
		}
		x = list[0]
	}
	if shape.Size() > maxConstant {
		return nil, fmt.Errorf("received an array of shape %v, expected at most %d elements", shape, maxConstant)
	}
	numbers := make([]float64, 0, shape.Size())
	var walk func(v any, depth int) error
	walk = func(v any, depth int) error {
		switch v := v.(type) {
		case []any:
			if depth >= len(shape) || len(v) != shape[depth] {
				return errors.New("expected lists of equal lengths")
			}
			for _, x := range v {
				if err := walk(x, depth+1); err != nil {
					return err
				}
			}
			return nil
		case json.Number:
			x, err := v.Float64()
			numbers = append(numbers, x)
			if depth != len(shape) {
				return errors.New("expected lists of equal lengths")
			}
			return err
		case bool:
			x := 0.
			if v {
				x = 1
			}
			numbers = append(numbers, x)
			return nil
		}
		return fmt.Errorf("received %v, expected a number", v)
	}
	if err := walk(v, 0); err != nil {
		return nil, fmt.Errorf("value: %w", err)
	}
	return tensor.FromSlice(numbers, shape...).Cast(dt), nil
}
