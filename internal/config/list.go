package config

import (
	"encoding/json"
	"errors"
	"reflect"
)

// slice reads a list; what isn't one is a list of one.
func (d *Decoder) slice(tree any, v reflect.Value, at *place) error {
	t := v.Type()
	tree = constant(tree)
	if t.Elem().Kind() == reflect.Uint8 {
		if _, ok := tree.([]any); !ok {
			s, err := d.text(tree, at)
			if err == nil {
				v.SetBytes([]byte(s))
			}
			return err
		}
	}
	if m, ok := tree.(Map); ok && isShape(t) && m.Text("class_name") == "TensorShape" {
		tree, _ = m.Get("items") // Keras 2
	}
	list, ok := tree.([]any)
	if !ok {
		list = []any{tree}
	}
	s := reflect.MakeSlice(t, len(list), len(list))
	var errs []error
	for i, item := range list {
		if item == nil && isShape(t) {
			s.Index(i).SetInt(-1)
			continue
		}
		if err := d.item(item, s.Index(i), at, i); err != nil {
			errs = append(errs, err)
		}
		if d.full() {
			break
		}
	}
	if len(errs) == 0 {
		v.Set(s)
	}
	return errors.Join(errs...)
}

// array reads a list of a known length; what isn't a list stands for each item.
func (d *Decoder) array(tree any, v reflect.Value, at *place) error {
	tree = constant(tree)
	list, ok := tree.([]any)
	if ok && len(list) != v.Len() {
		return d.misfit(tree, v.Type(), at)
	}
	var errs []error
	for i := range v.Len() {
		item := tree
		if ok {
			item = list[i]
		}
		err := d.item(item, v.Index(i), at, i)
		errs = append(errs, err)
		if err != nil && !ok {
			break
		}
	}
	return errors.Join(errs...)
}

// item reads an item of a list. Null there isn't a number.
func (d *Decoder) item(tree any, v reflect.Value, at *place, i int) error {
	if tree == nil && !isNullable(v.Kind()) {
		return d.misfit(tree, v.Type(), at.index(i))
	}
	switch tree.(type) {
	case json.Number, bool:
		// Without a place of its own, of which long lists would make many.
		found := d.found
		if err := d.decode(tree, v, at); err == nil {
			return nil
		}
		d.found = found
	}
	return d.decode(tree, v, at.index(i))
}

func isNullable(k reflect.Kind) bool {
	switch k {
	case reflect.Interface, reflect.Pointer, reflect.Slice, reflect.Map:
		return true
	}
	return false
}

// dict reads an object into a map.
func (d *Decoder) dict(m Map, v reflect.Value, at *place) error {
	t := v.Type()
	out := reflect.MakeMapWithSize(t, len(m))
	var errs []error
	for _, e := range m {
		if d.full() {
			break
		}
		value := reflect.New(t.Elem()).Elem()
		if err := d.decode(e.Value, value, at.at(e.Key)); err != nil {
			errs = append(errs, err)
			continue
		}
		out.SetMapIndex(reflect.ValueOf(e.Key).Convert(t.Key()), value)
	}
	if len(errs) == 0 {
		v.Set(out)
	}
	return errors.Join(errs...)
}

// decodeAny reads a tree into an empty interface: objects of a class become
// pointers, other objects a Map, numbers an int64 or a float64.
func (d *Decoder) decodeAny(tree any, v reflect.Value, at *place) error {
	x, err := d.any(tree, at)
	if err != nil {
		return err
	}
	if x == nil {
		v.SetZero()
		return nil
	}
	v.Set(reflect.ValueOf(x))
	return nil
}

func (d *Decoder) any(tree any, at *place) (any, error) {
	var errs []error
	switch t := tree.(type) {
	case json.Number:
		if i, err := t.Int64(); err == nil {
			return i, nil
		}
		x, _ := number(t)
		return x, nil
	case []any:
		list := make([]any, len(t))
		for i, item := range t {
			if d.full() {
				break
			}
			var err error
			if list[i], err = d.any(item, at.index(i)); err != nil {
				errs = append(errs, err)
			}
		}
		return list, errors.Join(errs...)
	case Map:
		if o, ok := AsObject(t); ok && o.Config != nil {
			if name, ok := o.Config.(string); ok && o.ClassName == "function" {
				return name, nil
			}
			if !isSpecial(o.ClassName) {
				p, err := d.object(t, reflect.TypeFor[any](), at)
				if err != nil {
					return nil, err
				}
				return p.Interface(), nil
			}
			if o.ClassName == "__lambda__" {
				return nil, d.unsupported(o, at)
			}
		}
		m := make(Map, len(t))
		for i, e := range t {
			if d.full() {
				break
			}
			x, err := d.any(e.Value, at.at(e.Key))
			if err != nil {
				errs = append(errs, err)
			}
			m[i] = Entry{e.Key, x}
		}
		return m, errors.Join(errs...)
	}
	return tree, nil
}

// isSpecial reports whether a class name stands for a value of Python that
// isn't an object of a class.
func isSpecial(class string) bool {
	return len(class) > 4 && class[:2] == "__" && class[len(class)-2:] == "__"
}
