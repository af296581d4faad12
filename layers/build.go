package layers

import (
	"errors"
	"fmt"
	"reflect"
	"slices"

	"github.com/gokeras/keras/internal/config"
	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/random"
	"github.com/gokeras/keras/tensor"
)

// An Error tells what is wrong with a layer.
type Error struct {
	Layer string // its name
	Class string // the name of its class
	Err   error
}

// Error implements error.
func (e *Error) Error() string { return place(e.Layer, e.Class) + ": " + e.Err.Error() }

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

func place(name, class string) string {
	if name == "" {
		return "layer " + class
	}
	return fmt.Sprintf("layer %q (%s)", name, class)
}

func errorOf(l Layer, err error) error {
	if err == nil {
		return nil
	}
	// Each of several mistakes names the layer.
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		var errs []error
		for _, e := range joined.Unwrap() {
			errs = append(errs, errorOf(l, e))
		}
		return errors.Join(errs...)
	}
	return &Error{NameOf(l), ClassOf(l), err}
}

// received returns an error that tells what a setting is and what it should be.
func received(setting string, value any, expected string) error {
	if reflect.TypeOf(value).Kind() == reflect.String {
		value = fmt.Sprintf("%q", value)
	}
	return fmt.Errorf("%s: received %v, expected %s", setting, value, expected)
}

// Validate returns all that is wrong with the settings of l.
func Validate(l Layer) error {
	if err := notNil(l); err != nil {
		return err
	}
	err := l.base().validate()
	if v, ok := l.(Validator); ok {
		err = errors.Join(err, v.Validate())
	}
	return errorOf(l, err)
}

// notNil returns an error if l is nil, or a nil pointer to a layer.
func notNil(l Layer) error {
	if l == nil {
		return errors.New("layer: received nil")
	}
	if p := reflect.ValueOf(l); p.Kind() == reflect.Pointer && p.IsNil() {
		return fmt.Errorf("layer: received a nil %T", l)
	}
	return nil
}

// Build makes the weights of l for inputs of the given shapes, of which the first
// axes are [tensor.Unknown]. The layer's name is appended to the path of what it
// is in; rand gives the first values of its weights. A layer that is built
// already keeps its weights.
func Build(l Layer, path string, rand *random.Generator, in ...tensor.Shape) error {
	if err := notNil(l); err != nil {
		return err
	}
	st := &l.base().state
	if st.built {
		return nil
	}
	if st.rand != nil {
		return errorOf(l, errors.New("it contains itself: BuildChild was called with a layer that is being built"))
	}
	if err := Validate(l); err != nil {
		return err
	}
	st.path = NameOf(l)
	if path != "" {
		st.path = path + "/" + st.path
	}
	st.rand = rand
	defer func() { st.rand = nil }()
	st.weights, st.seeds, st.memory, st.shared, st.errs, st.children = nil, nil, nil, nil, nil, nil
	err := func() (err error) {
		defer ops.Catch(&err)
		if m, ok := l.(Multi); ok {
			return m.BuildAll(in)
		}
		if len(in) != 1 {
			return fmt.Errorf("received %d inputs, expected 1", len(in))
		}
		return l.Build(in[0])
	}()
	if err = errorOf(l, errors.Join(err, errors.Join(st.errs...))); err != nil {
		return err
	}
	st.built, st.in = true, in
	return nil
}

// PathOf returns the names of l and of what it is in, with slashes between them.
func PathOf(l Layer) string { return l.base().state.path }

// BuildChild makes l, of which key says where it stands in a file of weights, a
// layer within this one, and builds it for inputs of the given shapes. It is to be
// called by Build, for each layer that Call applies with [Apply]:
//
//	func (w *Wrapper) Build(in tensor.Shape) error {
//		return w.BuildChild("layer", w.Layer, in)
//	}
//
//	func (w *Wrapper) Call(t *ops.Trace, x *ops.Value) *ops.Value {
//		return layers.Apply(t, w.Layer, x)[0]
//	}
//
// A child that has no name gets that of its class, with a number if another child has
// it. One that is built already keeps its weights, which are then shared.
func (b *Base) BuildChild(key string, l Layer, in ...tensor.Shape) error {
	if err := notNil(l); err != nil {
		return fmt.Errorf("%s: %w", key, err)
	}
	if b.state.rand == nil {
		return fmt.Errorf("BuildChild %q: received a call outside of Build", key)
	}
	if NameOf(l) == "" {
		SetName(l, b.childName(config.SnakeCase(ClassOf(l))))
	}
	b.state.children = append(b.state.children, Child{key, l})
	l.base().state.room = b.state.room
	return Build(l, b.state.path, b.state.rand, in...)
}

// childName returns the stem, with a number if a child has that name.
func (b *Base) childName(stem string) string {
	name := stem
	for n := 1; slices.ContainsFunc(b.state.children, func(c Child) bool { return NameOf(c.Layer) == name }); n++ {
		name = fmt.Sprintf("%s_%d", stem, n)
	}
	return name
}
