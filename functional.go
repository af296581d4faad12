package keras

import (
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/gokeras/keras/layers"
	"github.com/gokeras/keras/ops"
)

// List is several inputs or outputs of a model, in an order.
type List []Source

// Values implements [Source].
func (l List) Values() []*ops.Value {
	var list []*ops.Value
	for _, s := range l {
		list = append(list, s.Values()...)
	}
	return list
}

// Named is several inputs or outputs of a model by their names. Where an order is
// needed, it is that of the names.
type Named map[string]Source

// Values implements [Source].
func (n Named) Values() []*ops.Value {
	var list []*ops.Value
	for _, name := range slices.Sorted(maps.Keys(n)) {
		list = append(list, n[name].Values()...)
	}
	return list
}

// Functional returns the model that leads from inputs to outputs: all that was
// declared between them with [Call] and functions of package ops. Both may be a
// single value, a [List] or a [Named]. Any values of another model will do, so that
// a part of it becomes a model of its own, which shares the weights: see
// [Model.Output].
//
// Mistakes are returned by Compile or Build, all of them at once.
func Functional(in, out Source) *Model {
	m := &Model{functional: true}
	m.connect(in, out)
	return m
}

// connect makes m the model that leads from inputs to outputs.
func (m *Model) connect(in, out Source) {
	m.declared = &declared{}
	var errs []error
	m.declared.inputs, errs = m.sources("inputs", in)
	m.mistakes = append(m.mistakes, errs...)
	m.declared.outputs, errs = m.sources("outputs", out)
	m.mistakes = append(m.mistakes, errs...)
	if len(m.mistakes) > 0 {
		return
	}
	m.mistakes = m.declared.connect()
	m.nameLayers()
	if len(m.mistakes) == 0 {
		m.mistakes = append(m.checkNames(), m.declared.mistakes()...)
	}
	if len(m.mistakes) == 0 {
		m.net = m.declared.network()
	}
}

// connected makes sure that a functional model that was read is connected.
func (m *Model) connected() error {
	if f := m.connectLater; f != nil {
		m.connectLater = nil
		if err := f(); err != nil {
			m.mistakes = []error{err}
		}
	}
	return errors.Join(m.mistakes...)
}

// declare makes sure that the model has symbolic values.
func (m *Model) declare() error {
	if m.functional {
		return m.connected()
	}
	if m.declared != nil {
		return nil
	}
	if err := m.Build(nil); err != nil {
		return err
	}
	in := m.inputOf()
	if in == nil {
		t := m.net.inputs[0]
		in = &layers.Input{Shape: t.Shape[1:], Type: t.DType}
	}
	x := in.Value()
	for _, l := range m.stack {
		if _, ok := l.(*layers.Input); !ok {
			x = Call(l, x)
		}
	}
	d := &declared{inputs: structure{values: in.Values()}, outputs: structure{values: x.Values()}}
	if errs := d.connect(); len(errs) > 0 {
		return errors.Join(errs...)
	}
	m.declared = d
	return nil
}

// A declared is how a functional model was declared.
type declared struct {
	inputs, outputs structure
	topology
}

// A structure is values and how they were given.
type structure struct {
	values []*ops.Value
	names  []string // those of a Named, in order
	list   bool     // whether they were a List
}

// sources returns what a model is made of, and what is wrong with that.
func (m *Model) sources(what string, s Source) (structure, []error) {
	fail := func(format string, args ...any) (structure, []error) {
		return structure{}, []error{fmt.Errorf("Functional: "+what+": "+format, args...)}
	}
	if err := given(s); err != nil {
		return fail("%w", err)
	}
	var st structure
	switch s := s.(type) {
	case List:
		st.list = true
	case Named:
		st.names = slices.Sorted(maps.Keys(s))
		for _, n := range st.names {
			if values := s[n].Values(); len(values) != 1 {
				return fail("value %q: received %d values, expected one for each name", n, len(values))
			}
		}
	}
	st.values = s.Values()
	if len(st.values) == 0 {
		return fail("received no values, expected at least one")
	}
	for i, v := range st.values {
		if v == nil || v.Call == nil {
			return fail("value %d: received one that doesn't come from keras.Input", i)
		}
		if what == "inputs" && slices.Index(st.values, v) < i {
			return fail("value %d: received the same value as in place %d", i, slices.Index(st.values, v))
		}
	}
	return st, nil
}

// mistakes returns what is wrong with the calls, now that layers have names.
func (d *declared) mistakes() []error {
	var errs []error
	for _, o := range d.operations {
		if in, ok := o.layer.(*layers.Input); ok {
			errs = append(errs, layers.Validate(in))
		}
	}
	for _, c := range d.calls {
		if c.Err == nil || errors.Is(c.Err, ops.ErrFollows) {
			continue
		}
		l, ok := c.Op.(layers.Layer)
		if _, fn := l.(*layers.Function); ok && !fn && len(c.In) > 0 {
			if _, err := examine(c); err != nil {
				c.Err = err // the same, with the layer's name
			}
		} else if ok {
			c.Err = &layers.Error{Layer: layers.NameOf(l), Class: layers.ClassOf(l), Err: c.Err}
		}
		errs = append(errs, c.Err)
	}
	return slices.DeleteFunc(errs, func(err error) bool { return err == nil })
}

// network returns the model's computation.
func (d *declared) network() *network {
	n := &network{}
	numbers := map[*ops.Value]int{}
	number := func(v *ops.Value) int {
		i := len(n.types)
		numbers[v] = i
		n.types = append(n.types, ops.Type{DType: v.DType, Shape: v.Shape.Clone()})
		return i
	}
	for _, v := range d.inputs.values {
		n.inputs = append(n.inputs, n.types[number(v)])
	}
	for _, c := range d.calls {
		args, _ := c.Args.(layers.Args)
		k := call{layer: d.of[c].layer, args: args}
		for _, v := range c.In {
			if v.Call == nil {
				k.in, k.known = append(k.in, -1), append(k.known, v)
				continue
			}
			k.in, k.known = append(k.in, numbers[v]), append(k.known, nil)
		}
		for _, v := range c.Out {
			k.out = append(k.out, number(v))
		}
		n.calls = append(n.calls, k)
	}
	for _, v := range d.outputs.values {
		n.outputs = append(n.outputs, numbers[v])
	}
	n.relax()
	return n
}

// Input returns the model's i-th input as a value, for declaring models of parts of
// this one; nil if there is none.
func (m *Model) Input(i int) *ops.Value {
	if m.declare() != nil || i < 0 || i >= len(m.declared.inputs.values) {
		return nil
	}
	return m.declared.inputs.values[i]
}

// Output returns the value that the layer of the given name gives where the model
// calls it first, for declaring models of parts of this one:
//
//	features := keras.Functional(model.Input(0), model.Output("pooling"))
//
// It is nil if there is no such layer, or the model isn't built.
func (m *Model) Output(layer string) *ops.Value {
	if list := m.Outputs(layer, 0); len(list) > 0 {
		return list[0]
	}
	return nil
}

// Outputs returns all values that the layer of the given name gives where the model
// calls it for the i-th time, counted from 0.
func (m *Model) Outputs(layer string, i int) []*ops.Value {
	if m.declare() != nil {
		return nil
	}
	for _, o := range m.declared.operations {
		if layers.NameOf(o.layer) == layer && i >= 0 && i < len(o.calls) {
			return slices.Clone(o.calls[i].Out)
		}
	}
	return nil
}
