package config

import (
	"fmt"
	"reflect"
	"strings"
	"sync"
)

// fields are the keys of a struct type, in the order of its config.
type fields struct {
	keys  []*key
	index map[string]*key // by key and alias
}

// key is one key and the fields that may hold its value.
type key struct {
	name   string
	fields []field
}

type field struct {
	key    string
	index  []int
	typ    reflect.Type
	def    any // a tree
	hasDef bool
	null   any // the tree that null stands for; nil if for nothing
	always bool
	policy bool // a string that is written as a DTypePolicy
	alias  []string
}

var fieldCache sync.Map // reflect.Type → *fields

// fieldsOf returns the keys of a struct type, or what is wrong with its tags.
func fieldsOf(t reflect.Type) (*fields, error) {
	if f, ok := fieldCache.Load(t); ok {
		return f.(*fields), nil
	}
	f := &fields{index: map[string]*key{}}
	if err := f.add(t, nil); err != nil {
		return nil, err
	}
	for _, k := range f.keys {
		for _, fl := range k.fields {
			for _, a := range fl.alias {
				if f.index[a] == nil {
					f.index[a] = k
				}
			}
		}
	}
	fieldCache.Store(t, f)
	return f, nil
}

// add adds the fields of t, those of embedded structs first.
func (f *fields) add(t reflect.Type, index []int) error {
	var own []reflect.StructField
	for i := range t.NumField() {
		sf := t.Field(i)
		tag, _, _ := strings.Cut(sf.Tag.Get("json"), ",")
		switch {
		case tag == "-" && !strings.Contains(sf.Tag.Get("keras"), "key="):
		case sf.Anonymous && tag == "" && sf.Type.Kind() == reflect.Struct:
			if err := f.add(sf.Type, append(index[:len(index):len(index)], i)); err != nil {
				return err
			}
		case sf.IsExported():
			own = append(own, sf)
		}
	}
	for _, sf := range own {
		fl, err := newField(sf, index)
		if err != nil {
			return fmt.Errorf("field %s.%s: %w", t, sf.Name, err)
		}
		k := f.index[fl.key]
		switch {
		case k == nil:
			k = &key{name: fl.key}
			f.keys = append(f.keys, k)
			f.index[fl.key] = k
		case len(k.fields[0].index) != len(fl.index):
			k.fields = nil // of an embedded struct: the outer field hides it
		}
		k.fields = append(k.fields, fl)
	}
	return nil
}

func newField(sf reflect.StructField, index []int) (field, error) {
	fl := field{index: append(index[:len(index):len(index)], sf.Index...), typ: sf.Type}
	fl.key, _, _ = strings.Cut(sf.Tag.Get("json"), ",")
	if fl.key == "" {
		fl.key = SnakeCase(sf.Name)
	}
	fl.policy = fl.key == "dtype"
	tag := sf.Tag.Get("keras")
	if tag == "" {
		return fl, nil
	}
	for option := range strings.SplitSeq(tag, ";") {
		name, value, _ := strings.Cut(option, "=")
		switch name {
		case "key":
			fl.key = value
		case "default":
			fl.hasDef = true
			var err error
			if fl.def, err = Parse([]byte(value)); err != nil {
				fl.def = value
			}
		case "null":
			fl.null = value
		case "always":
			fl.always = true
		case "plain":
			fl.policy = false
		case "alias":
			fl.alias = strings.Split(value, ",")
		default:
			return fl, fmt.Errorf("keras tag: got option %q, want key, default, null, always, alias or plain", name)
		}
	}
	if fl.always && !fl.hasDef {
		return fl, fmt.Errorf("keras tag: always needs a default")
	}
	return fl, nil
}

// value returns Keras's default as a value of the field.
func (fl *field) value() (reflect.Value, error) {
	v := reflect.New(fl.typ).Elem()
	err := new(Decoder).decode(fl.def, v, &place{})
	return v, err
}
