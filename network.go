package keras

import (
	"errors"
	"fmt"
	"reflect"

	"github.com/gokeras/keras/internal/config"
	"github.com/gokeras/keras/layers"
	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/tensor"
)

// A network is which layers are called with which values: a model once the
// shapes of its inputs are known. Values are numbered: first the inputs, then
// what the calls give.
type network struct {
	inputs  []ops.Type // sizes may be unknown
	calls   []call
	outputs []int
	types   []ops.Type // of every value

	// predicted is the types of the outputs for a batch of any size, though the
	// inputs may have the size of one: see compatible.
	predicted []ops.Type

	indexed []indexed // inputs that embeddings look up
}

// A call is one use of a layer.
type call struct {
	layer   layers.Layer
	args    layers.Args // with any values in place of its own
	in, out []int
	known   []*ops.Value // in place of inputs that are -1; nil if there are none
}

func (n *network) typeOf(value int) ops.Type { return n.types[value] }

// relax sets predicted, and indexed.
func (n *network) relax() {
	n.indexed = n.indices()
	for _, v := range n.outputs {
		t := ops.Type{DType: n.types[v].DType, Shape: n.types[v].Shape.Clone()}
		if len(t.Shape) > 0 {
			t.Shape[0] = tensor.Unknown
		}
		n.predicted = append(n.predicted, t)
	}
}

// apply records the network's computation.
func (n *network) apply(t *ops.Trace, in []*ops.Value) []*ops.Value {
	values := make([]*ops.Value, len(n.types))
	copy(values, in)
	for _, c := range n.calls {
		args := make([]*ops.Value, len(c.in))
		for i, v := range c.in {
			if v < 0 {
				args[i] = c.known[i]
			} else {
				args[i] = values[v]
			}
		}
		inputs := len(args) - len(c.args.Values())
		of := c.args.With(args[inputs:])
		of.Training = nil // in Keras, too, what a call in a model says counts for nothing
		for i, y := range layers.ApplyWith(t, c.layer, of, args[:inputs]...) {
			values[c.out[i]] = y
		}
	}
	out := make([]*ops.Value, len(n.outputs))
	for i, v := range n.outputs {
		out[i] = values[v]
	}
	return out
}

// Build makes the model's weights, for an input of the given shape, whose first
// axis, the batch, is tensor.Unknown. Nil stands for the shape of the model's
// Input. It returns all mistakes that it finds, joined. A model that is built
// already stays as it is.
//
// Compile, Summary, Fit and all others build a model whose input is known, so
// that only one without an Input needs this call.
func (m *Model) Build(in tensor.Shape) error {
	m.build.Lock()
	defer m.build.Unlock()
	if m.functional {
		if err := m.connected(); err != nil {
			return err
		}
		if in != nil && (len(m.net.inputs) != 1 || !in.Equal(m.net.inputs[0].Shape)) {
			return fmt.Errorf("Build: model %q: received shape %v, expected that of its Input", layers.NameOf(m), in)
		}
		return layers.Build(m, "", newGenerator(), m.inputShapes()...)
	}
	if m.net != nil {
		if in != nil && !in.Equal(m.net.inputs[0].Shape) {
			return fmt.Errorf("Build: model %q: received shape %v, expected %v, for which it is built", layers.NameOf(m), in, m.net.inputs[0].Shape)
		}
		return nil
	}
	known := m.inputOf()
	if in == nil {
		if known == nil {
			return errors.Join(m.settings(), fmt.Errorf("model %q: the shape of its input isn't known: begin it with keras.Input, or call Build", layers.NameOf(m)))
		}
		in = known.BatchShape()
	} else if known != nil && !in.Equal(known.BatchShape()) {
		return fmt.Errorf("Build: model %q: received shape %v, expected %v as its Input says", layers.NameOf(m), in, known.BatchShape())
	}
	if err := m.settings(); err != nil {
		return err
	}
	return layers.Build(m, "", newGenerator(), in)
}

// isBuilt tells whether the model has its weights.
func (m *Model) isBuilt() bool {
	m.build.Lock()
	defer m.build.Unlock()
	return m.net != nil
}

func (m *Model) inputShapes() []tensor.Shape {
	var list []tensor.Shape
	for _, t := range m.net.inputs {
		list = append(list, t.Shape)
	}
	return list
}

// settings returns all that is wrong with the model apart from shapes.
func (m *Model) settings() error {
	m.nameLayers()
	errs := append([]error(nil), m.mistakes...)
	if m.functional {
		return errors.Join(errs...)
	}
	if len(m.stack) == 0 {
		errs = append(errs, fmt.Errorf("model %q: it has no layers: call Add", layers.NameOf(m)))
	}
	errs = append(errs, m.checkNames()...)
	for _, l := range m.stack {
		if inner, ok := l.(*Model); ok {
			errs = append(errs, inner.settings())
		}
		errs = append(errs, layers.Validate(l))
	}
	return errors.Join(errs...)
}

// BuildAll implements [layers.Multi]: it chains the layers, or takes up those of a
// functional model.
func (m *Model) BuildAll(in []tensor.Shape) error {
	if m.functional {
		return m.takeUp(in)
	}
	if len(in) != 1 {
		return fmt.Errorf("received %d inputs, expected 1", len(in))
	}
	if err := m.settings(); err != nil {
		return err
	}
	if known := m.inputOf(); known != nil && !compatible(in[0], known.BatchShape()) {
		return fmt.Errorf("received shape %v, expected %v as its Input says", in[0], known.BatchShape())
	}
	first := ops.Type{DType: m.firstType(), Shape: in[0].Clone()}
	n := &network{inputs: []ops.Type{first}, types: []ops.Type{first}}
	last, keys := 0, map[string]int{}
	var masks []int // of the last value
	for _, l := range m.stack {
		var out []ops.Type
		var err error
		if _, ok := l.(*layers.Input); ok {
			err = layers.Build(l, layers.PathOf(m), nil, n.types[last].Shape) // not in a file of weights
		} else {
			err = m.BuildChild(childKey(l, keys), l, n.types[last].Shape)
		}
		if err != nil {
			return err
		}
		out, masks, err = layers.InferMasked(l, layers.Args{}, masks, n.types[last])
		if err != nil {
			return err
		}
		if len(out) != 1 {
			return fmt.Errorf("layer %q gives %d values, expected 1 in a sequential model", layers.NameOf(l), len(out))
		}
		n.types = append(n.types, out[0])
		n.calls = append(n.calls, call{layer: l, in: []int{last}, out: []int{last + 1}})
		last++
	}
	n.outputs = []int{last}
	n.relax()
	m.net = n
	return nil
}

// takeUp makes the layers of a functional model, which are built, layers within it.
func (m *Model) takeUp(in []tensor.Shape) error {
	if err := m.connected(); err != nil {
		return err
	}
	if len(in) != len(m.net.inputs) {
		return fmt.Errorf("received %d inputs, expected %d", len(in), len(m.net.inputs))
	}
	for i, s := range in {
		if want := m.net.inputs[i].Shape; !compatible(s, want) {
			return fmt.Errorf("input %d: received shape %v, expected %v", i, s, want)
		}
	}
	keys := map[string]int{}
	for _, o := range m.declared.operations {
		switch o.layer.(type) {
		case *layers.Input, *layers.Function: // not in a file of weights
			continue
		}
		if err := m.BuildChild(childKey(o.layer, keys), o.layer); err != nil {
			return err
		}
	}
	return nil
}

// childKey is the place of a layer in a file of weights: its class in snake
// case, numbered within the model.
func childKey(l layers.Layer, keys map[string]int) string {
	key := "layers/" + config.SnakeCase(layers.ClassOf(l))
	n := keys[key]
	keys[key]++
	if n > 0 {
		return fmt.Sprintf("%s_%d", key, n)
	}
	return key
}

// CallAll implements [layers.Multi].
func (m *Model) CallAll(t *ops.Trace, in []*ops.Value) []*ops.Value {
	if len(in) != len(m.net.inputs) {
		ops.Fail("call", "received %d inputs, expected %d", len(in), len(m.net.inputs))
	}
	fit := make([]*ops.Value, len(in))
	for i, x := range in {
		want := m.net.inputs[i]
		if !compatible(x.Shape, want.Shape) {
			ops.Fail("call", "input %d: received shape %v, expected %v", i, x.Shape, want.Shape)
		}
		fit[i] = ops.Cast(fitRank(x, want.Shape), want.DType)
		t.SetMask(fit[i], t.Mask(x))
	}
	return m.net.apply(t, fit)
}

func isNilPointer(v any) bool {
	p := reflect.ValueOf(v)
	return p.Kind() == reflect.Pointer && p.IsNil()
}
