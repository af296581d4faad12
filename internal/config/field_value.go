package config

import (
	"bytes"
	"fmt"
	"reflect"
	"slices"
)

// fieldMap returns the fields of a struct that are to be written.
func fieldMap(v reflect.Value, at *place) (Map, error) {
	f, err := fieldsOf(v.Type())
	if err != nil {
		return nil, at.wrap(err)
	}
	m := Map{}
	for _, k := range f.keys {
		value, ok, err := k.value(v)
		if err != nil {
			return nil, at.at(k.name).wrap(err)
		}
		if ok {
			m = append(m, Entry{k.name, value})
		}
	}
	return m, nil
}

// value returns what is to be written for a key of v, and whether anything is.
func (k *key) value(v reflect.Value) (any, bool, error) {
	for _, fl := range slices.Backward(k.fields) {
		fv := v.FieldByIndex(fl.index)
		if fv.IsZero() {
			continue
		}
		value, err := fl.wrap(fv)
		if err != nil || !fl.hasDef || fl.always {
			return value, true, err
		}
		same, err := fl.isDefault(value)
		return value, !same, err
	}
	for _, fl := range k.fields {
		if fl.always {
			if fl.def == nil {
				return nil, true, nil
			}
			def, err := fl.value()
			if err != nil {
				return nil, false, fmt.Errorf("default: %w", err)
			}
			value, err := fl.wrap(def)
			return value, true, err
		}
	}
	return nil, false, nil
}

// isDefault reports whether a value is written as Keras's default is. What
// can't be written isn't: the error comes when it is.
func (fl *field) isDefault(value any) (bool, error) {
	def, err := fl.value()
	if err != nil {
		return false, fmt.Errorf("default: %w", err)
	}
	wrapped, err := fl.wrap(def)
	if err != nil {
		return false, err
	}
	a, err1 := Encode(value)
	b, err2 := Encode(wrapped)
	return err1 == nil && err2 == nil && bytes.Equal(a, b), nil
}

// wrap returns the value of a field, a dtype as a policy. That of an interface
// is a reflect.Value, which tells the encoder what the field wants.
func (fl *field) wrap(v reflect.Value) (any, error) {
	switch {
	case v.Kind() == reflect.Interface:
		return v, nil
	case !fl.policy:
		return v.Interface(), nil
	}
	tree, err := new(encoder).tree(v, &place{}, 0)
	if s, ok := tree.(string); ok && err == nil {
		return policy(s), nil
	}
	return v.Interface(), nil
}

// nameOf returns the value of the key name, "" if there is none.
func nameOf(v reflect.Value) string {
	f, err := fieldsOf(v.Type())
	if err != nil || f.index["name"] == nil {
		return ""
	}
	if fv := v.FieldByIndex(f.index["name"].fields[0].index); fv.Kind() == reflect.String {
		return fv.String()
	}
	return ""
}
