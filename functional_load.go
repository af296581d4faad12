package keras

import (
	"errors"
	"fmt"
	"runtime"
	"slices"
	"strings"

	"github.com/gokeras/keras/internal/config"
	"github.com/gokeras/keras/layers"
	"github.com/gokeras/keras/ops"
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
	for _, e := range r.entries {
		if e.layer != nil {
			thaw(e.layer, base)
		}
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
		settings = slices.Clone(settings)
		settings.Delete("name")
		v, _ := settings.Get("dtype")
		if _, ok := v.(string); !ok { // a policy, which operations don't have
			settings.Delete("dtype")
		}
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
	out, err := declareOperation(e.op, in)
	if err != nil {
		return err
	}
	f := layers.NewFunction(e.op)
	f.Name = e.name
	out[0].Call.Op = f
	e.calls = append(e.calls, out)
	return nil
}

// declareOperation declares a call as a file has it, which may have other inputs than
// the operation's function, and settings that make no sense: what runs out of bounds in
// it is an error here.
func declareOperation(op ops.Operation, in []*ops.Value) (out []*ops.Value, err error) {
	defer func() {
		switch e := recover().(type) {
		case nil:
		case runtime.Error:
			err = fmt.Errorf("the operation can't take %d inputs with these settings: %w", len(in), e)
		case error: // of package ops
			err = e
		default:
			panic(e)
		}
	}()
	return ops.Declare(op, in), nil
}
