package config

import (
	"bytes"
	"encoding"
	"encoding/json"
	"errors"
	"reflect"
	"slices"
	"strconv"
	"strings"
)

// tree turns a value into nil, bool, string, json.Number, int64, uint64,
// float64, []any, Map or *Object.
func (e *encoder) tree(v reflect.Value, at *place, depth int) (any, error) {
	if depth > MaxDepth {
		return nil, at.errorf("nested deeper than %d; does the value contain itself?", MaxDepth)
	}
	if !v.IsValid() || isNil(v) {
		return nil, nil
	}
	if t, ok, err := e.special(v, at, depth); ok || err != nil {
		return t, err
	}
	switch v.Kind() {
	case reflect.Interface:
		if v.NumMethod() > 0 {
			return e.member(v.Elem(), at, depth)
		}
		return e.tree(v.Elem(), at, depth)
	case reflect.Pointer:
		if s := v.Elem(); s.Kind() == reflect.Struct && isClassLike(s.Type()) {
			return nil, at.errorf("type %s isn't registered, as by keras.Register", v.Type())
		}
		return e.tree(v.Elem(), at, depth+1)
	case reflect.Bool:
		return v.Bool(), nil
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return v.Int(), nil
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64, reflect.Uintptr:
		return v.Uint(), nil
	case reflect.Float32:
		return strconv.ParseFloat(strconv.FormatFloat(v.Float(), 'g', -1, 32), 64)
	case reflect.Float64:
		return v.Float(), nil
	case reflect.String:
		return v.String(), nil
	case reflect.Slice, reflect.Array:
		list := make([]any, v.Len())
		var errs []error
		for i := range list {
			item := v.Index(i)
			if isShape(v.Type()) && item.Int() == -1 {
				continue
			}
			t, err := e.tree(item, at.index(i), depth+1)
			list[i], errs = t, append(errs, err)
		}
		return list, errors.Join(errs...)
	case reflect.Map:
		if v.Type().Key().Kind() != reflect.String {
			return nil, at.errorf("got a %s, want a map with string keys", v.Type())
		}
		m := make(Map, 0, v.Len())
		for _, k := range v.MapKeys() {
			m = append(m, Entry{k.String(), v.MapIndex(k)})
		}
		slices.SortFunc(m, func(a, b Entry) int { return strings.Compare(a.Key, b.Key) })
		return e.entries(m, at, depth)
	case reflect.Struct:
		if isClassLike(v.Type()) {
			return nil, at.errorf("type %s isn't registered, as by keras.Register", v.Type())
		}
		m, err := fieldMap(v, at)
		if err != nil {
			return nil, err
		}
		return e.entries(m, at, depth)
	}
	return nil, at.errorf("got a %s, which has no JSON", v.Type())
}

// member writes the value of an interface that has methods: a reader would
// have to know its class.
func (e *encoder) member(v reflect.Value, at *place, depth int) (any, error) {
	t := v.Type()
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if !isNil(v) && t.Kind() == reflect.Struct {
		tree, ok, err := e.special(v, at, depth)
		if !ok && err == nil {
			err = at.errorf("type %s isn't registered, as by keras.Register", v.Type())
		}
		return tree, err
	}
	return e.tree(v, at, depth)
}

// special writes what isn't written by its kind. It reports whether it did.
func (e *encoder) special(v reflect.Value, at *place, depth int) (tree any, ok bool, err error) {
	if !v.CanInterface() || v.Kind() == reflect.Interface {
		return nil, false, nil
	}
	switch x := v.Interface().(type) {
	case reflect.Value:
		tree, err = e.tree(x, at, depth)
		return tree, true, err
	case Map:
		tree, err = e.entries(x, at, depth)
		return tree, true, err
	case *Object:
		tree, err = e.raw(*x, at, depth)
		return tree, true, err
	case Object:
		tree, err = e.raw(x, at, depth)
		return tree, true, err
	case json.Number:
		if tree, err = Parse([]byte(x)); err != nil {
			err = at.wrap(err)
		}
		return tree, true, err
	case []byte:
		return Map{{"class_name", "__bytes__"}, {"config", Map{{"value", string(x)}}}}, true, nil
	case json.RawMessage:
		if tree, err = Parse(x); err != nil {
			err = at.wrap(err)
		}
		return tree, true, err
	}
	s := v
	if v.Kind() == reflect.Pointer {
		s = v.Elem()
	}
	if c := classOf(s.Type()); c != nil {
		tree, err = e.object(v, s, c, at, depth)
		return tree, true, err
	}
	if v.Kind() != reflect.Pointer && v.Type().Name() != "" && v.Type().PkgPath() != "" {
		p := reflect.New(v.Type()) // its methods include those of the pointer
		p.Elem().Set(v)
		v = p
	}
	switch x := v.Interface().(type) {
	case Marshaler:
		value, err := x.MarshalConfig()
		if err != nil {
			return nil, true, at.wrap(err)
		}
		tree, err = e.tree(reflect.ValueOf(value), at, depth+1)
		return tree, true, err
	case json.Marshaler:
		b, err := x.MarshalJSON()
		if err == nil {
			tree, err = Parse(bytes.TrimSpace(b))
		}
		if err != nil {
			err = at.wrap(err)
		}
		return tree, true, err
	case encoding.TextMarshaler:
		b, err := x.MarshalText()
		if err != nil {
			err = at.wrap(err)
		}
		return string(b), true, err
	}
	return nil, false, nil
}

// object writes the object s of class c; v is s or the pointer to it.
func (e *encoder) object(v, s reflect.Value, c *Class, at *place, depth int) (*Object, error) {
	var id any
	if e.Encoder != nil && v.Kind() == reflect.Pointer && c.Type.Size() > 0 {
		id = v.Interface()
		if o := e.seen[id]; o != nil {
			if _, ok := o.Extra.Get("shared_object_id"); !ok {
				e.ids++
				o.Extra.Set("shared_object_id", e.ids)
			}
			return o, nil
		}
	}
	at = at.object(c.Name, nameOf(s))
	o := &Object{Module: c.Module, ClassName: c.Name}
	if c.Package != "" {
		o.ClassName, o.RegisteredName = c.Type.Name(), c.Key()
	}
	p := v
	if v.Kind() != reflect.Pointer {
		p = reflect.New(c.Type)
		p.Elem().Set(s)
	}
	if x, ok := p.Interface().(Classer); ok {
		o.Module, o.ClassName, o.RegisteredName = x.ConfigClass()
	}
	var value any
	var err error
	if m, ok := p.Interface().(Marshaler); ok {
		if value, err = m.MarshalConfig(); err != nil && !placed(err) {
			err = at.wrap(err)
		}
	} else {
		value, err = fieldMap(s, at)
	}
	if err != nil {
		return nil, err
	}
	if o.Config, err = e.tree(reflect.ValueOf(value), at, depth+1); err != nil {
		return nil, err
	}
	if id != nil {
		e.seen[id] = o
	}
	return o, nil
}

// raw writes an object that is JSON already, but may have Go values in it.
func (e *encoder) raw(o Object, at *place, depth int) (*Object, error) {
	at = at.object(o.ClassName, o.Name())
	c, err1 := e.tree(reflect.ValueOf(o.Config), at, depth+1)
	x, err2 := e.entries(o.Extra, at, depth)
	o.Config, o.Extra = c, x
	return &o, errors.Join(err1, err2)
}

func (e *encoder) entries(m Map, at *place, depth int) (Map, error) {
	out := make(Map, len(m))
	var errs []error
	for i, entry := range m {
		t, err := e.tree(reflect.ValueOf(entry.Value), at.at(entry.Key), depth+1)
		out[i] = Entry{entry.Key, t}
		errs = append(errs, err)
	}
	return out, errors.Join(errs...)
}

// isClassLike reports whether a struct that isn't registered looks like a class:
// it has methods, or embeds a class. The latter matters where all methods are
// unexported, since reflection doesn't count those.
func isClassLike(t reflect.Type) bool {
	if reflect.PointerTo(t).NumMethod() > 0 {
		return true
	}
	for i := range t.NumField() {
		f := t.Field(i)
		e := f.Type
		if e.Kind() == reflect.Pointer {
			e = e.Elem()
		}
		if f.Anonymous && e.Kind() == reflect.Struct && (classOf(e) != nil || isClassLike(e)) {
			return true
		}
	}
	return false
}

func isNil(v reflect.Value) bool {
	switch v.Kind() {
	case reflect.Pointer, reflect.Interface, reflect.Slice, reflect.Map, reflect.Func, reflect.Chan:
		return v.IsNil()
	}
	return false
}

// isShape reports whether lists of a type have null for -1.
func isShape(t reflect.Type) bool {
	if t.Kind() != reflect.Slice || t.Name() != "Shape" {
		return false
	}
	switch t.Elem().Kind() {
	case reflect.Int, reflect.Int32, reflect.Int64:
		return true
	}
	return false
}
