package config

import (
	"errors"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
)

// Custom makes types known to this decoder alone, by the names that files have for their
// classes: "Name", or "package>Name". Each type is given by a pointer to a struct. A name
// that stands for a registered class is an error.
func (d *Decoder) Custom(types map[string]any) error {
	var errs []error
	for _, name := range slices.Sorted(maps.Keys(types)) {
		t := reflect.TypeOf(types[name])
		if t == nil || t.Kind() != reflect.Pointer || t.Elem().Kind() != reflect.Struct {
			errs = append(errs, fmt.Errorf("custom object %q: received a %T, expected a pointer to a struct", name, types[name]))
			continue
		}
		if c := taken(name); c != nil && c.Type != t.Elem() {
			errs = append(errs, fmt.Errorf("custom object %q: received a name that stands for %s, expected one that is free", name, c))
			continue
		}
		if _, err := fieldsOf(t.Elem()); err != nil {
			errs = append(errs, fmt.Errorf("custom object %q: %w", name, err))
			continue
		}
		if d.custom == nil {
			d.custom = map[string]*Class{}
		}
		d.custom[name] = &Class{Package: "Custom", Name: name, Type: t.Elem()}
	}
	return errors.Join(errs...)
}

// taken returns the registered class that a name stands for, nil if there is none.
func taken(name string) *Class {
	registry.RLock()
	defer registry.RUnlock()
	if c := registry.byKey[name]; c != nil {
		return c
	}
	for _, c := range registry.byName[strings.ToLower(name)] {
		if c.Name == name || slices.Contains(c.Aliases, name) {
			return c
		}
	}
	return nil
}

// class returns the class that an object means: one of this decoder's own, or a
// registered one; nil and no error if there is none.
func (d *Decoder) class(o Object, want reflect.Type) (*Class, error) {
	for _, name := range []string{o.RegisteredName, o.ClassName} {
		if c := d.custom[name]; c != nil {
			return choose([]*Class{c}, o, want)
		}
	}
	return resolve(o, want)
}
