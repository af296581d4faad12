package config

import (
	"fmt"
	"reflect"
)

// Classer is an object that says itself of what class it is: its module, its name
// and its registered name, which may be empty.
type Classer interface {
	ConfigClass() (module, class, registered string)
}

// Marshaler is a value that says itself what its config is: for a class what
// stands under "config", for other types what stands for the value. Objects in
// the result are written as usual. The fields as they would have been written
// are had by [Fields]. Note that a method of an embedded struct is a method of
// the outer struct too.
type Marshaler interface {
	MarshalConfig() (any, error)
}

// Encoder writes the objects of one file. An object that it meets again gets
// the same shared_object_id both times, by which a reader knows it.
// The zero value is ready for use.
type Encoder struct {
	seen map[any]*Object
	ids  int64
}

// Marshal returns an object in JSON; v is a pointer to a registered struct.
// A later call may add the shared_object_id of v to the result.
func (e *Encoder) Marshal(v any) (*Object, error) {
	if e.seen == nil {
		e.seen = map[any]*Object{}
	}
	return (&encoder{e}).marshal(v)
}

// Encode returns the JSON text of any value, which may have objects in it.
func (e *Encoder) Encode(v any) ([]byte, error) {
	if e.seen == nil {
		e.seen = map[any]*Object{}
	}
	return (&encoder{e}).text(v)
}

// Marshal returns an object in JSON; v is a pointer to a registered struct.
// It errs for a value that can't be written, such as a function or an object
// that isn't registered, naming its class and key. Nothing is marked as
// shared: see [Encoder].
func Marshal(v any) (*Object, error) { return new(encoder).marshal(v) }

// Encode returns the JSON text of any value, which may have objects in it, in
// the form of Python's json.dumps.
func Encode(v any) ([]byte, error) { return new(encoder).text(v) }

// Fields returns the fields of a struct, or of a pointer to one, as [Marshal]
// would write them. The values are still Go's.
func Fields(v any) (Map, error) {
	r := reflect.ValueOf(v)
	for r.Kind() == reflect.Pointer {
		r = r.Elem()
	}
	if r.Kind() != reflect.Struct {
		return nil, fmt.Errorf("config: fields of %T: want a struct", v)
	}
	m, err := fieldMap(r, &place{class: r.Type().Name()})
	for i, e := range m {
		if value, ok := e.Value.(reflect.Value); ok {
			m[i].Value = value.Interface()
		}
	}
	return m, err
}

// encoder makes trees. Without an Encoder it doesn't mark shared objects.
type encoder struct{ *Encoder }

func (e *encoder) marshal(v any) (*Object, error) {
	if _, ok := ClassOf(v); !ok {
		return nil, fmt.Errorf("config: type %T isn't registered, as by keras.Register", v)
	}
	tree, err := e.tree(reflect.ValueOf(v), &place{}, 0)
	if err != nil {
		return nil, err
	}
	o, ok := tree.(*Object)
	if !ok {
		return nil, fmt.Errorf("config: got a nil %T, want an object", v)
	}
	return o, nil
}

func (e *encoder) text(v any) ([]byte, error) {
	tree, err := e.tree(reflect.ValueOf(v), &place{}, 0)
	if err != nil {
		return nil, err
	}
	return appendTree(nil, tree), nil
}
