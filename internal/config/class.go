package config

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"sync"
)

// Class is a registered type.
type Class struct {
	Module  string       // "keras.layers"; empty for users' own classes
	Package string       // package of a user's own class; empty for Keras's
	Name    string       // class name
	Aliases []string     // other names by which it is known
	Type    reflect.Type // the struct type; objects are pointers to it
}

// Key returns the name of the class among all: "keras.layers>Dense", or
// "package>Name" for users' own.
func (c Class) Key() string {
	if c.Package != "" {
		return c.Package + ">" + c.Name
	}
	return c.Module + ">" + c.Name
}

// String returns Key.
func (c Class) String() string { return c.Key() }

var registry = struct {
	sync.RWMutex
	byType   map[reflect.Type]*Class
	byKey    map[string]*Class
	byName   map[string][]*Class // name, alias or snake case of them, in lower case
	families map[string]bool     // parts of Keras that classes belong to
}{
	byType:   map[reflect.Type]*Class{},
	byKey:    map[string]*Class{},
	byName:   map[string][]*Class{},
	families: map[string]bool{},
}

// Register makes the struct type T known as a class of a module of Keras, under
// the name of the type or the one that an optional method ClassName() string of
// *T returns, and the aliases. It is meant for package variables:
//
//	var _ = config.Register[Dense]("keras.layers")
//
// It panics if T isn't a struct, has a wrong keras tag, or is registered
// already, or if another type has the name. It returns true.
func Register[T any](module string, aliases ...string) bool {
	add(Class{Module: module, Aliases: aliases, Type: reflect.TypeFor[T]()})
	return true
}

// RegisterCustom makes a user's own struct type T known as "pkg>name", the
// name under which keras.saving.register_keras_serializable has the class in
// Python. An empty pkg is "Custom"; an empty name is the name of the type.
// It panics as [Register] does, and returns true.
func RegisterCustom[T any](pkg, name string) bool {
	if pkg == "" {
		pkg = "Custom"
	}
	add(Class{Package: pkg, Name: name, Type: reflect.TypeFor[T]()})
	return true
}

func add(c Class) {
	if c.Type.Kind() != reflect.Struct {
		panic(fmt.Sprintf("config: register %v: want a struct type", c.Type))
	}
	if c.Name == "" {
		c.Name = c.Type.Name()
		if n, ok := reflect.New(c.Type).Interface().(interface{ ClassName() string }); ok {
			c.Name = n.ClassName()
		}
	}
	if c.Name == "" || c.Key() == ">"+c.Name {
		panic(fmt.Sprintf("config: register %v: want a module and a name", c.Type))
	}
	if _, err := fieldsOf(c.Type); err != nil {
		panic(fmt.Sprintf("config: register %s: %v", c.Key(), err))
	}
	registry.Lock()
	defer registry.Unlock()
	if old := registry.byKey[c.Key()]; old != nil {
		panic(fmt.Sprintf("config: register %v: %s is already %v", c.Type, old.Key(), old.Type))
	}
	if old := registry.byType[c.Type]; old != nil {
		panic(fmt.Sprintf("config: register %v as %s: it is already %s", c.Type, c.Key(), old.Key()))
	}
	registry.byKey[c.Key()] = &c
	registry.byType[c.Type] = &c
	registry.families[family(c.Module)] = true
	for _, name := range append([]string{c.Name}, c.Aliases...) {
		for _, n := range []string{strings.ToLower(name), SnakeCase(name)} {
			if list := registry.byName[n]; !slices.Contains(list, &c) {
				registry.byName[n] = append(list, &c)
			}
		}
	}
}

// Classes returns all registered classes, sorted by key.
func Classes() []Class {
	registry.RLock()
	defer registry.RUnlock()
	list := make([]Class, 0, len(registry.byKey))
	for _, c := range registry.byKey {
		list = append(list, *c)
	}
	slices.SortFunc(list, func(a, b Class) int { return strings.Compare(a.Key(), b.Key()) })
	return list
}

// ClassOf returns the class of an object, which is a pointer to a registered
// struct or such a struct, and whether it has one.
func ClassOf(object any) (Class, bool) {
	t := reflect.TypeOf(object)
	if t != nil && t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if c := classOf(t); c != nil {
		return *c, true
	}
	return Class{}, false
}

// classOf returns the class of a struct type, or nil.
func classOf(t reflect.Type) *Class {
	registry.RLock()
	defer registry.RUnlock()
	return registry.byType[t]
}
