package layers

import (
	"errors"
	"fmt"
	"reflect"

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

func place(name, class string) string { return fmt.Sprintf("layer %q (%s)", name, class) }

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

// Validate returns all that is wrong with the settings of l.
func Validate(l Layer) error {
	err := l.base().validate()
	if v, ok := l.(Validator); ok {
		err = errors.Join(err, v.Validate())
	}
	return errorOf(l, err)
}

// Build makes the weights of l for inputs of the given shapes, of which the first
// axes are [tensor.Unknown]. The layer's name is appended to the path of what it
// is in; rand gives the first values of its weights. A layer that is built
// already keeps its weights.
func Build(l Layer, path string, rand *random.Generator, in ...tensor.Shape) error {
	b := l.base()
	st := &b.state
	if st.built {
		return nil
	}
	if err := Validate(l); err != nil {
		return err
	}
	if p := reflect.ValueOf(l); p.Kind() == reflect.Pointer && p.IsNil() {
		return fmt.Errorf("layer %T: received nil", l)
	}
	st.path = NameOf(l)
	if path != "" {
		st.path = path + "/" + st.path
	}
	st.rand = rand
	st.weights, st.seeds, st.errs, st.children = nil, nil, nil, nil
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
	st.built, st.rand, st.in = true, nil, in
	return nil
}

// PathOf returns the names of l and of what it is in, with slashes between them.
func PathOf(l Layer) string { return l.base().state.path }

// Rand returns the source of the first values of weights; for Build.
func (b *Base) Rand() *random.Generator { return b.state.rand }
