package keras

import (
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/gokeras/keras/internal/graph"
	"github.com/gokeras/keras/layers"
	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/tensor"
)

// A Source is one or more values of a model that is being declared: what [Input]
// returns, what [Call] returns, a [List] or a [Named] of these.
type Source interface{ Values() []*ops.Value }

// Call declares that a layer, or a model, is applied to values, and returns what it
// gives. The layer gets its weights now. One that is called several times has them
// once. Functions of package ops can be called between layers, too:
//
//	in := keras.Input(28, 28)
//	x := keras.Call(&layers.Flatten{}, in)
//	x = ops.Add(keras.Call(&layers.Dense{Units: 10}, x), keras.Call(&layers.Dense{Units: 10}, x))
//	model := keras.Functional(in, ops.Softmax(x, -1))
//
// A mistake is kept with the value; [Model.Compile] and [Model.Build] return all of
// them. Of a layer that gives several values the first is returned: see [CallAll].
func Call(l layers.Layer, in ...Source) *ops.Value { return CallAll(l, in...)[0] }

// CallAll is [Call] for a layer that gives several values, such as a recurrent one
// that returns its state.
func CallAll(l layers.Layer, in ...Source) []*ops.Value { return CallWith(l, layers.Args{}, in...) }

// CallWith is [CallAll] with arguments beside the inputs: the first state of a
// recurrent layer, the mask of an attention, whether to behave as in training.
func CallWith(l layers.Layer, args layers.Args, in ...Source) []*ops.Value {
	var values []*ops.Value
	for i, s := range in {
		if err := given(s); err != nil {
			c := newCall(l)
			c.Err = fmt.Errorf("input %d: %w", i, err)
			return c.Declare(ops.Type{})
		}
		values = append(values, s.Values()...)
	}
	return declare(l, args, values, nil)
}

// given returns an error if s, or something in it, is nil.
func given(s Source) error {
	if s == nil || isNilPointer(s) {
		return errors.New("received nil, expected a value, a List or a Named")
	}
	switch s := s.(type) {
	case List:
		for i, x := range s {
			if err := given(x); err != nil {
				return fmt.Errorf("value %d: %w", i, err)
			}
		}
	case Named:
		for _, name := range slices.Sorted(maps.Keys(s)) {
			if err := given(s[name]); err != nil {
				return fmt.Errorf("value %q: %w", name, err)
			}
		}
	}
	return nil
}

// Chain declares that layers are applied one after the other, each to what the one
// before gives.
func Chain(in Source, list ...layers.Layer) *ops.Value {
	if len(list) == 0 {
		if given(in) == nil {
			return in.Values()[0]
		}
		return Call(nil, in)
	}
	for _, l := range list {
		in = Call(l, in)
	}
	return in.(*ops.Value)
}

// declare makes a call. Within a model that is read, the weights count among those
// that its file has room for.
func declare(l layers.Layer, args layers.Args, in []*ops.Value, within *Model) []*ops.Value {
	c := newCall(l, append(in, args.Values()...)...)
	if !args.IsZero() {
		c.Args = args
	}
	if within != nil && c.Op != nil {
		layers.RestoreWithin(l, within)
	}
	var types []ops.Type
	types, c.Err = examine(c)
	if c.Err != nil {
		types = make([]ops.Type, 1)
	}
	return c.Declare(types...)
}

// newCall returns a call of l, whose Op is nil if l is.
func newCall(l layers.Layer, in ...*ops.Value) *graph.Call {
	if l == nil || isNilPointer(l) {
		return graph.NewCall(nil, in...)
	}
	return graph.NewCall(l, in...)
}

// examine builds the layer of a call, if it isn't yet, and returns the types of what
// the call gives.
func examine(c *graph.Call) ([]ops.Type, error) {
	l, ok := c.Op.(layers.Layer)
	if !ok {
		return nil, errors.New("Call: layer: received nil")
	}
	args, _ := c.Args.(layers.Args)
	inputs := len(c.In) - len(args.Values())
	if inputs == 0 {
		return nil, errors.New("received no inputs, expected at least one")
	}
	types := make([]ops.Type, len(c.In))
	symbolic := false
	for i, v := range c.In {
		if ops.IsSymbolic(v) {
			symbolic = true
			if v.Call.Err != nil {
				return nil, ops.ErrFollows
			}
		}
		types[i] = v.Type
	}
	if !symbolic {
		return nil, &layers.Error{Layer: layers.NameOf(l), Class: layers.ClassOf(l), Err: errors.New("received no value of a model, expected one that comes from keras.Input")}
	}
	shapes := make([]tensor.Shape, inputs)
	for i := range shapes {
		shapes[i] = types[i].Shape
	}
	if err := layers.Build(l, "", newGenerator(), shapes...); err != nil {
		return nil, err
	}
	masks := make([]int, inputs)
	for i, v := range c.In[:inputs] {
		if v.Call != nil && v.Index < len(v.Call.Masks) {
			masks[i] = v.Call.Masks[v.Index]
		}
	}
	out, masks, err := layers.InferMasked(l, args, masks, types...)
	c.Masks = masks
	if err == nil && len(out) == 0 {
		err = errors.New("received no outputs, expected at least one")
	}
	return out, err
}
