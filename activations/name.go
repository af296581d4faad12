// Package activations names the functions that end layers:
//
//	&layers.Dense{Units: 500, Activation: activations.ReLU}
//	&layers.Dense{Units: 500, Activation: "relu"}
//
// The functions themselves, with their parameters, are in package ops.
package activations

import (
	"slices"
	"sync"

	"github.com/gokeras/keras/internal/config"
	"github.com/gokeras/keras/ops"
)

// A Name is Keras's name of an activation function, such as "relu". The empty name
// is Linear.
type Name string

// MarshalConfig writes the name as Keras does: that of one of its own functions as a
// string, another as a function that Python has registered.
func (n Name) MarshalConfig() (any, error) {
	if f, ok := lookup(n); ok && f.own {
		return &config.Object{Module: "builtins", ClassName: "function", Config: string(n), RegisteredName: "function"}, nil
	}
	return string(n), nil
}

type function struct {
	call func(*ops.Value) *ops.Value
	own  bool // a user's own
}

var registry = struct {
	sync.RWMutex
	functions map[Name]function
}{functions: map[Name]function{}}

func lookup(n Name) (function, bool) {
	registry.RLock()
	defer registry.RUnlock()
	f, ok := registry.functions[n]
	return f, ok
}

func add(n Name, f function) bool {
	registry.Lock()
	defer registry.Unlock()
	if _, ok := registry.functions[n]; ok || n == "" {
		panic("activations: received the name \"" + string(n) + "\", expected one that isn't empty or known already")
	}
	registry.functions[n] = f
	return true
}

// register makes one of Keras's functions known.
func register(n Name, call func(*ops.Value) *ops.Value) bool { return add(n, function{call: call}) }

// Register makes a user's own function known under a name and returns it. For Python
// to find the function of the same name in a saved model the name is
// "package>name", as keras.saving.register_keras_serializable has it. Register
// panics if the name is known already.
func Register(name string, call func(*ops.Value) *ops.Value) Name {
	add(Name(name), function{call: call, own: true})
	return Name(name)
}

// Lookup returns the function of a name; the error of an unknown one tells names that
// look like it.
func Lookup(n Name) (func(*ops.Value) *ops.Value, error) {
	if n == "" {
		n = Linear
	}
	if f, ok := lookup(n); ok {
		return f.call, nil
	}
	known := Names()
	names := make([]string, len(known))
	for i, k := range known {
		names[i] = string(k)
	}
	return nil, config.UnknownName("activation", string(n), names)
}

// Names returns all names, sorted.
func Names() []Name {
	registry.RLock()
	defer registry.RUnlock()
	names := make([]Name, 0, len(registry.functions))
	for n := range registry.functions {
		names = append(names, n)
	}
	slices.Sort(names)
	return names
}
