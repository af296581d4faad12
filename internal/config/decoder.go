package config

import (
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
)

// Unmarshaler is a value that reads itself: a class what stands under
// "config", another type what stands for the value, as JSON that may have
// Python's NaN and Infinity in it. Note that a method of an embedded struct is
// a method of the outer struct too.
type Unmarshaler interface {
	UnmarshalConfig(config []byte) error
}

// ConfigDecoder is an [Unmarshaler] that has objects within it: it gets the
// tree, as of [Parse], and reads its parts with [Decoder.Value] and
// [Decoder.Fields], whose errors it returns.
type ConfigDecoder interface {
	DecodeConfig(d *Decoder, config any) error
}

// maxProblems is how many problems one call collects before it gives up.
const maxProblems = 100

// Decoder reads the objects of one file. An object with a shared_object_id
// that it has met before is the same pointer again. The zero value is ready for use.
type Decoder struct {
	// Made is called with each object of a class once its config is read, if it isn't nil.
	Made func(object any)

	custom   map[string]*Class // see Custom
	shared   map[string]reflect.Value
	problems []error
	place    *place // where a hook was called
	found    int    // problems of this call
}

// Decode reads JSON into what into points to: a pointer to a registered
// struct, an interface that such pointers have, or any value made of these. It
// accepts an object, with its public module or the one of the Python file, or
// as Keras 2 wrote it; the name of a class, in its spelling or in snake case,
// or an alias; and null, which is nil.
//
// A key that the class doesn't have is an error unless its value is null,
// false, 0 or empty. Decode reads on after an error and returns all of them
// joined: [*UnsupportedError] for a class that isn't registered, [*FieldError]
// for a value that doesn't fit.
func (d *Decoder) Decode(data []byte, into any) error {
	tree, err := Parse(data)
	if err != nil {
		d.problems = append(d.problems, err)
		return err
	}
	return d.Value("", tree, into)
}

// Value is Decode for a tree of [Parse]. The key, such as "layers[2]", says in
// errors where the tree stands; it may be empty.
func (d *Decoder) Value(key string, tree any, into any) error {
	v := reflect.ValueOf(into)
	if v.Kind() != reflect.Pointer || v.IsNil() {
		return fmt.Errorf("config: decode into %T: want a pointer that isn't nil", into)
	}
	return d.run(key, func(at *place) error { return d.decode(tree, v.Elem(), at) })
}

// Fields reads a config into the fields of the struct that into points to. It
// calls no hook of that struct, and is thus what a hook begins with.
func (d *Decoder) Fields(config Map, into any) error {
	v := reflect.ValueOf(into)
	if v.Kind() != reflect.Pointer || v.IsNil() || v.Elem().Kind() != reflect.Struct {
		return fmt.Errorf("config: decode fields into %T: want a pointer to a struct", into)
	}
	return d.run("", func(at *place) error {
		if at.class == "" {
			at = at.object(v.Elem().Type().Name(), config.Text("name"))
		}
		return d.fields(config, v.Elem(), at)
	})
}

// run calls f at a place below that of the hook that runs, if one does.
func (d *Decoder) run(key string, f func(at *place) error) error {
	at, hooked := d.place, d.place != nil
	if !hooked {
		at, d.found = &place{}, 0
	}
	if key != "" {
		at = at.at(key)
	}
	err := f(at)
	if hooked || err == nil {
		return err
	}
	list := flatten(nil, err)
	if len(list) > maxProblems {
		list = append(list[:maxProblems], fmt.Errorf("config: more than %d problems", maxProblems))
	}
	d.problems = append(d.problems, list...)
	return errors.Join(list...)
}

// Problems returns the errors of all calls so far, one by one.
func (d *Decoder) Problems() []error { return d.problems }

// full reports whether the limit of problems is reached.
func (d *Decoder) full() bool { return d.found > maxProblems }

// problem counts an error and returns it.
func (d *Decoder) problem(err error) error {
	d.found++
	return err
}

// Unmarshal reads one value with a new [Decoder].
func Unmarshal(data []byte, into any) error { return new(Decoder).Decode(data, into) }

// Decode returns the value of type T that JSON stands for, read with a new
// [Decoder]. T is an interface or a pointer to a registered struct, or made of these.
func Decode[T any](data json.RawMessage) (T, error) {
	var v T
	err := Unmarshal(data, &v)
	return v, err
}

// hook runs a method of a value that is being read, at its place.
func (d *Decoder) hook(at *place, f func() error) error {
	old := d.place
	d.place = at
	err := f()
	d.place = old
	if err != nil && !placed(err) {
		err = d.problem(at.wrap(err))
	}
	return err
}
