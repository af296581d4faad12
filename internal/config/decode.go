package config

import (
	"encoding"
	"encoding/json"
	"errors"
	"reflect"
)

// decode reads a tree into v, which can be set.
func (d *Decoder) decode(tree any, v reflect.Value, at *place) error {
	if d.full() {
		return nil
	}
	if tree == nil {
		v.SetZero()
		return nil
	}
	t := v.Type()
	c := classOf(t)
	if done, err := d.decodeSelf(tree, v, c != nil, at); done {
		return err
	}
	switch t.Kind() {
	case reflect.Interface:
		if t.NumMethod() == 0 {
			return d.decodeAny(tree, v, at)
		}
		o, err := d.object(tree, t, at)
		if err == nil {
			v.Set(o)
		}
		return err
	case reflect.Pointer:
		if classOf(t.Elem()) != nil {
			o, err := d.object(tree, t, at)
			if err == nil {
				v.Set(o)
			}
			return err
		}
		p := reflect.New(t.Elem())
		err := d.decode(tree, p.Elem(), at)
		if err == nil {
			v.Set(p)
		}
		return err
	case reflect.Struct:
		if c != nil {
			o, err := d.object(tree, reflect.PointerTo(t), at)
			if err == nil {
				v.Set(o.Elem())
			}
			return err
		}
		if m, ok := tree.(Map); ok {
			return d.fields(m, v, at)
		}
	case reflect.Slice:
		return d.slice(tree, v, at)
	case reflect.Array:
		return d.array(tree, v, at)
	case reflect.Map:
		if m, ok := tree.(Map); ok && t.Key().Kind() == reflect.String {
			return d.dict(m, v, at)
		}
	default:
		return d.scalar(tree, v, at)
	}
	return d.misfit(tree, t, at)
}

// decodeSelf reads a tree into a value that isn't read by its kind. It reports
// whether v is one. Classes read themselves as objects.
func (d *Decoder) decodeSelf(tree any, v reflect.Value, class bool, at *place) (bool, error) {
	if class || v.Kind() == reflect.Pointer || v.Kind() == reflect.Interface || !v.CanAddr() || !v.Addr().CanInterface() {
		return false, nil
	}
	switch x := v.Addr().Interface().(type) {
	case *Map:
		m, ok := tree.(Map)
		if !ok {
			return true, d.misfit(tree, v.Type(), at)
		}
		*x = m
		return true, nil
	case *Object:
		o, ok := AsObject(tree)
		if !ok {
			return true, d.misfit(tree, v.Type(), at)
		}
		*x = o
		return true, nil
	case *json.Number:
		n, ok := tree.(json.Number)
		if !ok {
			return true, d.problem(at.errorf("got %s, want a number", describe(tree)))
		}
		*x = n
		return true, nil
	case *json.RawMessage:
		b, err := Encode(tree)
		if err != nil {
			return true, d.problem(at.wrap(err))
		}
		*x = b
		return true, nil
	case ConfigDecoder, Unmarshaler, json.Unmarshaler:
		return true, d.callHook(x, tree, at)
	case encoding.TextUnmarshaler:
		s, err := d.text(tree, at)
		if err != nil {
			return true, err
		}
		return true, d.hook(at, func() error { return x.UnmarshalText([]byte(s)) })
	}
	return false, nil
}

// callHook has x, which is one of the three, read a tree.
func (d *Decoder) callHook(x, tree any, at *place) error {
	if x, ok := x.(ConfigDecoder); ok {
		return d.hook(at, func() error { return x.DecodeConfig(d, tree) })
	}
	b, err := Encode(tree)
	if err != nil {
		return d.problem(at.wrap(err))
	}
	if x, ok := x.(Unmarshaler); ok {
		return d.hook(at, func() error { return x.UnmarshalConfig(b) })
	}
	return d.hook(at, func() error { return x.(json.Unmarshaler).UnmarshalJSON(b) })
}

// object makes the object that a tree stands for; its type is assignable to want.
func (d *Decoder) object(tree any, want reflect.Type, at *place) (reflect.Value, error) {
	o, ok := AsObject(tree)
	if s, isText := tree.(string); isText {
		o, ok = Object{ClassName: s}, true
	}
	if !ok {
		return reflect.Value{}, d.misfit(tree, want, at)
	}
	if o.ClassName == "function" { // such as the loss mean_squared_error
		name, isText := o.Config.(string)
		if !isText {
			return reflect.Value{}, d.misfit(tree, want, at)
		}
		o = Object{Module: o.Module, ClassName: name}
	}
	id := ""
	if n, ok := o.Extra.Get("shared_object_id"); ok {
		if n, ok := n.(json.Number); ok {
			id = string(n)
		}
	}
	if p, ok := d.shared[id]; ok && id != "" {
		if !p.Type().AssignableTo(want) {
			return p, d.problem(at.errorf("got the shared object %s of type %s, want %s", id, p.Type(), kindName(want)))
		}
		return p, nil
	}
	c, err := d.class(o, want)
	if err != nil {
		return reflect.Value{}, d.problem(at.wrap(err))
	}
	if c == nil {
		return reflect.Value{}, d.unsupported(o, at)
	}
	p := reflect.New(c.Type)
	if err := d.config(o, c, p, at.object(c.Name, o.Name())); err != nil {
		return p, err
	}
	if d.Made != nil {
		d.Made(p.Interface())
	}
	if id != "" {
		if d.shared == nil {
			d.shared = map[string]reflect.Value{}
		}
		d.shared[id] = p
	}
	return p, nil
}

// config reads the config of an object into p, the pointer to its struct.
func (d *Decoder) config(o Object, c *Class, p reflect.Value, at *place) error {
	config := o.Config
	if config == nil {
		config = Map{}
	}
	switch x := p.Interface().(type) {
	case ConfigDecoder, Unmarshaler:
		return d.callHook(x, config, at)
	}
	m, ok := config.(Map)
	if !ok {
		return d.problem(at.errorf("got %s as config, want an object", describe(config)))
	}
	return d.fields(m, p.Elem(), at)
}

// fields reads a config into the fields of a struct.
func (d *Decoder) fields(m Map, v reflect.Value, at *place) error {
	f, err := fieldsOf(v.Type())
	if err != nil {
		return d.problem(at.wrap(err))
	}
	var errs []error
	for _, e := range m {
		if d.full() {
			break
		}
		k := f.index[e.Key]
		switch {
		case k != nil:
			errs = append(errs, d.field(k, e.Value, v, at.at(e.Key)))
		case !empty(e.Value):
			errs = append(errs, d.problem(at.at(e.Key).errorf("unknown key, with value %s", describe(e.Value))))
		}
	}
	return errors.Join(errs...)
}

// field reads the value of one key into the field that fits it.
func (d *Decoder) field(k *key, tree any, v reflect.Value, at *place) error {
	fl := &k.fields[0]
	for i := range k.fields {
		other := &k.fields[i]
		v.FieldByIndex(other.index).SetZero()
		if !accepts(fl.typ, tree) && accepts(other.typ, tree) {
			fl = other
		}
	}
	if tree == nil {
		tree = fl.null
	}
	fv := v.FieldByIndex(fl.index)
	if err := d.decode(tree, fv, at); err != nil {
		return err
	}
	if tree == nil || !fl.hasDef || !fv.IsZero() {
		return nil
	}
	if def, err := fl.value(); err == nil && !def.IsZero() {
		return d.problem(at.errorf("got %s, which here would mean the default, %s", describe(tree), describe(fl.def)))
	}
	return nil
}

// empty reports whether the value of an unknown key says nothing: null, false,
// 0 or an empty string, list or object.
func empty(tree any) bool {
	switch v := tree.(type) {
	case nil:
		return true
	case bool:
		return !v
	case json.Number:
		x, err := v.Float64()
		return err == nil && x == 0
	case string:
		return v == ""
	case []any:
		return len(v) == 0
	case Map:
		return len(v) == 0
	}
	return false
}

func (d *Decoder) misfit(tree any, t reflect.Type, at *place) error {
	return d.problem(at.errorf("got %s, want %s", describe(tree), kindName(t)))
}

func (d *Decoder) unsupported(o Object, at *place) error {
	return d.problem(&UnsupportedError{Module: o.Module, Class: o.ClassName, Name: o.Name(), Path: at.path()})
}
