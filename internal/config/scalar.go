package config

import (
	"encoding/json"
	"math"
	"reflect"
	"strconv"
)

// accepts reports whether values of a type are written as the kind of JSON
// that a tree is.
func accepts(t reflect.Type, tree any) bool {
	for t.Kind() == reflect.Pointer && classOf(t.Elem()) == nil {
		t = t.Elem()
	}
	object := t.Kind() == reflect.Interface || t.Kind() == reflect.Pointer
	switch tree.(type) {
	case bool:
		return t.Kind() == reflect.Bool
	case json.Number:
		return reflect.Int <= t.Kind() && t.Kind() <= reflect.Float64
	case string:
		return object || t.Kind() == reflect.String
	case []any:
		return t.Kind() == reflect.Slice || t.Kind() == reflect.Array
	case Map:
		return object || t.Kind() == reflect.Struct || t.Kind() == reflect.Map
	}
	return false
}

// scalar reads a bool, number or string.
func (d *Decoder) scalar(tree any, v reflect.Value, at *place) error {
	tree = unwrap(tree)
	switch k := v.Kind(); {
	case k == reflect.Bool:
		if b, ok := tree.(bool); ok {
			v.SetBool(b)
			return nil
		}
	case k == reflect.String:
		s, err := d.text(tree, at)
		if err == nil {
			v.SetString(s)
		}
		return err
	case v.CanInt():
		if n, ok := whole(tree); ok && !v.OverflowInt(n) {
			v.SetInt(n)
			return nil
		}
	case v.CanUint():
		if n, ok := tree.(json.Number); ok {
			if u, err := strconv.ParseUint(string(n), 10, 64); err == nil && !v.OverflowUint(u) {
				v.SetUint(u)
				return nil
			}
		}
		if n, ok := whole(tree); ok && n >= 0 && !v.OverflowUint(uint64(n)) {
			v.SetUint(uint64(n))
			return nil
		}
	case v.CanFloat():
		if x, ok := number(tree); ok && (math.IsInf(x, 0) || !v.OverflowFloat(x)) {
			v.SetFloat(x)
			return nil
		}
	}
	return d.misfit(tree, v.Type(), at)
}

// unwrap returns the scalar in a list of one, a constant or a seed generator,
// and other trees as they are.
func unwrap(tree any) any {
	tree = constant(tree)
	if o, ok := AsObject(tree); ok && o.ClassName == "SeedGenerator" {
		if m, ok := o.Config.(Map); ok {
			tree, _ = m.Get("seed")
		}
	}
	if l, ok := tree.([]any); ok && len(l) == 1 {
		return l[0] // Keras 2 writes axis as [3]
	}
	return tree
}

// constant returns the numbers of an array object, and other trees as they are.
func constant(tree any) any {
	if o, ok := AsObject(tree); ok && (o.ClassName == "__tensor__" || o.ClassName == "__numpy__") {
		if m, ok := o.Config.(Map); ok {
			if value, ok := m.Get("value"); ok {
				return value
			}
		}
	}
	return tree
}

// number returns a number; as in Python one that is too large is infinite.
func number(tree any) (float64, bool) {
	n, ok := tree.(json.Number)
	if !ok {
		return 0, false
	}
	x, err := strconv.ParseFloat(string(n), 64)
	return x, err == nil || math.IsInf(x, 0)
}

// whole returns a whole number, which may be written as 3.0.
func whole(tree any) (int64, bool) {
	n, ok := tree.(json.Number)
	if !ok {
		return 0, false
	}
	if i, err := n.Int64(); err == nil {
		return i, true
	}
	x, _ := number(n)
	return int64(x), x == math.Trunc(x) && math.Abs(x) <= 1<<53
}

// text reads a string; that of a function or a dtype policy is its name.
func (d *Decoder) text(tree any, at *place) (string, error) {
	if s, ok := tree.(string); ok {
		return s, nil
	}
	o, ok := AsObject(tree)
	if !ok {
		return "", d.problem(at.errorf("got %s, want a string", describe(tree)))
	}
	if name, ok := policyName(o); ok {
		return name, nil
	}
	if o.ClassName == "function" {
		if name, ok := o.Config.(string); ok {
			return name, nil
		}
	}
	if m, ok := o.Config.(Map); ok && o.ClassName == "__bytes__" {
		return m.Text("value"), nil
	}
	return "", d.unsupported(o, at)
}
