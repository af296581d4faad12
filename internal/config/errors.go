package config

import (
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"strings"
)

// UnsupportedError says that an object can't be made because its class isn't registered.
type UnsupportedError struct {
	Module string // as in the JSON; may be empty
	Class  string // class, or the name that stood in its place
	Name   string // name of the object; may be empty
	Path   string // where the object is, such as "layers[2].kernel_initializer"
}

// Error implements error.
func (e *UnsupportedError) Error() string {
	var b strings.Builder
	b.WriteString("unsupported class ")
	if e.Module != "" {
		b.WriteString(clip(e.Module) + ">")
	}
	b.WriteString(clip(e.Class))
	if e.Name != "" {
		fmt.Fprintf(&b, " of %q", clip(e.Name))
	}
	if e.Path != "" {
		fmt.Fprintf(&b, " (at %s)", e.Path)
	}
	if !strings.HasPrefix(e.Module, "keras.") {
		b.WriteString(": expected one of Keras's, or one made known by keras.Register or LoadOptions.CustomObjects")
	}
	return b.String()
}

// FieldError says what is wrong with one key of an object's config.
type FieldError struct {
	Path  string // where the value is, such as "layers[2].units"
	Class string // class of the object that has the key; may be empty
	Name  string // name of that object; may be empty
	Key   string // key in its config; may be empty
	Err   error  // value received and what was expected
}

// Error implements error.
func (e *FieldError) Error() string {
	var b strings.Builder
	b.WriteString(e.Class)
	if e.Name != "" {
		fmt.Fprintf(&b, " %q", clip(e.Name))
	}
	if e.Key != "" {
		if b.Len() > 0 {
			b.WriteString(": ")
		}
		b.WriteString(clip(e.Key))
	}
	if b.Len() > 0 {
		b.WriteString(": ")
	}
	b.WriteString(e.Err.Error())
	if e.Path != "" && e.Path != e.Key {
		fmt.Fprintf(&b, " (at %s)", e.Path)
	}
	return b.String()
}

// Unwrap returns the cause.
func (e *FieldError) Unwrap() error { return e.Err }

// placed reports whether an error already says where it happened.
func placed(err error) bool {
	if _, ok := errors.AsType[*FieldError](err); ok {
		return true
	}
	_, ok := errors.AsType[*UnsupportedError](err)
	return ok
}

// flatten appends the errors that err was joined from.
func flatten(list []error, err error) []error {
	if j, ok := err.(interface{ Unwrap() []error }); ok {
		for _, e := range j.Unwrap() {
			list = flatten(list, e)
		}
		return list
	}
	if err != nil {
		list = append(list, err)
	}
	return list
}

// clip shortens foreign text for a message.
func clip(s string) string {
	const most = 60
	if len(s) <= most {
		return s
	}
	return strings.ToValidUTF8(s[:most], "") + "…"
}

// describe says in a few words what a value of a tree is.
func describe(tree any) string {
	switch v := tree.(type) {
	case []any:
		return fmt.Sprintf("a list of %d", len(v))
	case Map:
		if o, ok := AsObject(v); ok {
			return "an object of class " + clip(o.ClassName)
		}
		return fmt.Sprintf("an object of %d keys", len(v))
	case string:
		return fmt.Sprintf("%q", clip(v))
	case json.Number:
		return clip(string(v))
	}
	if tree == nil {
		return "null"
	}
	return fmt.Sprint(tree)
}

// kindName says what JSON a type is read from.
func kindName(t reflect.Type) string {
	switch t.Kind() {
	case reflect.Bool:
		return "true or false"
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return "a whole number"
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64, reflect.Uintptr:
		return "a whole number not below 0"
	case reflect.Float32, reflect.Float64:
		return "a number"
	case reflect.String:
		return "a string"
	case reflect.Slice:
		return "a list"
	case reflect.Array:
		return fmt.Sprintf("a list of %d", t.Len())
	case reflect.Pointer:
		if t.Elem().Kind() != reflect.Struct {
			return kindName(t.Elem())
		}
	}
	return "an object of type " + t.String()
}
