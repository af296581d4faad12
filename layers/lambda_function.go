package layers

import (
	"fmt"
	"sync"

	"github.com/gokeras/keras/activations"
	"github.com/gokeras/keras/internal/config"
	"github.com/gokeras/keras/ops"
)

// A LambdaFunc is what a [Lambda] computes of its inputs; args is the layer's Arguments.
type LambdaFunc func(t *ops.Trace, in []*ops.Value, args map[string]any) *ops.Value

// A FunctionName is a name of [RegisterFunction].
type FunctionName string

var functions sync.Map // of LambdaFunc by FunctionName

// RegisterFunction makes a function known under a name, the one of Python's function
// where models are exchanged: "double", or "mypackage>double" for one registered with
// keras.saving.register_keras_serializable. It panics if the name is empty or known
// already, and returns true, so that it can stand in a variable declaration.
func RegisterFunction(name FunctionName, f LambdaFunc) bool {
	if name == "" || f == nil {
		panic("layers: RegisterFunction: received no name or no function")
	}
	if _, known := functions.LoadOrStore(name, f); known {
		panic(fmt.Sprintf("layers: RegisterFunction: received %q, which is known already", name))
	}
	return true
}

// lambdaFunc returns the function of a name: a registered one, or an activation of the
// first input.
func lambdaFunc(n FunctionName) (LambdaFunc, bool) {
	if f, ok := functions.Load(n); ok {
		return f.(LambdaFunc), true
	}
	f, err := activations.Lookup(activations.Name(n))
	return func(_ *ops.Trace, in []*ops.Value, _ map[string]any) *ops.Value { return f(in[0]) }, n != "" && err == nil
}

// MarshalConfig writes a function as Keras does.
func (n FunctionName) MarshalConfig() (any, error) {
	return config.Object{
		Module: "builtins", ClassName: "function", Config: string(n), RegisteredName: "function",
	}, nil
}

// DecodeConfig reads a function, or its name alone.
func (n *FunctionName) DecodeConfig(_ *config.Decoder, tree any) error {
	name, ok := tree.(string)
	what := "code or a list"
	if o, isObject := config.AsObject(tree); isObject {
		name, ok = o.Config.(string)
		ok = ok && o.ClassName == "function"
		what = "a " + o.ClassName
		if o.ClassName == "__lambda__" {
			what = "the code of a Python lambda, which only Python runs"
		}
	}
	if !ok {
		return fmt.Errorf("received %s, expected a function that has a name", what)
	}
	*n = FunctionName(name)
	return nil
}
