package config

import (
	"cmp"
	"fmt"
	"reflect"
	"slices"
	"strings"
)

// resolve finds the class that an object of the JSON means, among those whose
// pointer is assignable to want. It returns nil and no error if there is none
// of that name, and an error if there are some but none fits, or several do.
func resolve(o Object, want reflect.Type) (*Class, error) {
	registry.RLock()
	defer registry.RUnlock()
	name, module := o.ClassName, o.Module
	custom := o.RegisteredName
	if !strings.Contains(custom, ">") {
		custom = name // Keras 2 has "package>Name" here
	}
	if strings.Contains(custom, ">") {
		if c := registry.byKey[custom]; c != nil && c.Package != "" {
			return choose([]*Class{c}, o, want)
		}
		rest, ok := strings.CutPrefix(custom, "Custom>")
		if !ok || custom != name {
			return nil, nil
		}
		name, module, o = rest, "", Object{ClassName: rest} // tf.keras: "Custom>Adam"
	}
	// A Python class of a module that isn't Keras's, or of a program's main
	// module, isn't Keras's class of the same name.
	foreign := !ofKeras(module) || module == "" && o.RegisteredName != ""
	var found []*Class
	for _, c := range registry.byName[strings.ToLower(name)] {
		if c.Package != "" || !foreign && !clash(module, c.Module) {
			found = append(found, c)
		}
	}
	return choose(found, o, want)
}

func choose(found []*Class, o Object, want reflect.Type) (*Class, error) {
	if len(found) == 0 {
		return nil, nil
	}
	fit := slices.DeleteFunc(slices.Clone(found), func(c *Class) bool {
		return !reflect.PointerTo(c.Type).AssignableTo(want)
	})
	if len(fit) == 0 {
		return nil, fmt.Errorf("got class %s, want %s", found[0], kindName(want))
	}
	rank := func(a, b *Class) int {
		return cmp.Or(
			cmp.Compare(nameRank(a, o.ClassName), nameRank(b, o.ClassName)),
			cmp.Compare(moduleRank(a.Module, o.Module), moduleRank(b.Module, o.Module)))
	}
	slices.SortStableFunc(fit, rank)
	if len(fit) > 1 && rank(fit[0], fit[1]) == 0 {
		return nil, fmt.Errorf("got class %s, which may be %s or %s", clip(o.ClassName), fit[0], fit[1])
	}
	return fit[0], nil
}

func nameRank(c *Class, name string) int {
	switch {
	case c.Name == name:
		return 0
	case slices.Contains(c.Aliases, name):
		return 1
	}
	return 2
}

func moduleRank(module, got string) int {
	switch {
	case module == got:
		return 0
	case family(module) == family(got):
		return 1
	}
	return 2
}

// clash reports whether a module of the JSON names another part of Keras than
// that of a class: a metric isn't the loss of the same name.
func clash(got, module string) bool {
	f, own := family(got), family(module)
	return f != "" && own != "" && f != own && registry.families[f]
}

// ofKeras reports whether a module is Keras's own or none.
func ofKeras(module string) bool {
	first, _, _ := strings.Cut(module, ".")
	switch first {
	case "", "keras", "tf_keras", "tensorflow", "builtins":
		return true
	}
	return false
}

// family returns the part of Keras that a module belongs to: "layers" for both
// keras.layers and keras.src.layers.core.dense; empty if there is none.
func family(module string) string {
	for part := range strings.SplitSeq(module, ".") {
		switch part {
		case "", "keras", "tf_keras", "tensorflow", "builtins", "python", "api", "src", "_v1", "_v2", "_tf_keras", "legacy":
		default:
			return part
		}
	}
	return ""
}
