// Package ops holds the array functions that layers, losses, metrics and
// optimizers are written with. They don't compute: they record what is to be
// computed, with the shapes of one batch, for an engine to run many times.
//
// Operands of different shapes are broadcast as in NumPy; operands of different
// types are converted to the one that holds both, as Keras does. Operands that
// don't fit make a function panic with an [*Error]; the methods of a model turn
// it into an error that names the layer.
package ops

import (
	"fmt"

	"github.com/gokeras/keras/internal/graph"
)

// A Value is an array that a program computes: what flows between layers. Its
// fields DType and Shape say of what kind; it has no elements until the program
// runs.
type Value = graph.Value

// A Type is the element type and the shape of a value.
type Type = graph.Type

// An Error tells that a function can't take its operands.
type Error struct {
	Func string // the function's name, such as "Matmul"; in lower case what isn't of this package, such as "call"
	At   string // where it was called, such as `layer "dense" (Dense)`; may be empty
	Err  error
}

// Error implements error.
func (e *Error) Error() string {
	switch {
	case e.At != "":
		return e.At + ": " + e.Err.Error()
	case e.Func >= "a":
		return e.Func + ": " + e.Err.Error()
	}
	return "ops." + e.Func + ": " + e.Err.Error()
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

// Fail panics with an [*Error] that says what is wrong with a call of fn. It is
// for functions that are made of those of this package.
func Fail(fn, format string, args ...any) {
	panic(&Error{Func: fn, Err: fmt.Errorf(format, args...)})
}

// At makes the panic of a function of this package tell where it happened, for
// example in which layer. It is to be deferred.
func At(where string) {
	switch e := recover().(type) {
	case nil:
	case *Error:
		panic(&Error{Func: e.Func, At: where, Err: e})
	case *graph.TypeError:
		panic(&Error{At: where, Err: e})
	default:
		panic(e)
	}
}

// Catch turns the panic of a function of this package into *err. It is to be
// deferred where ops are called on behalf of a user. Other panics go on.
func Catch(err *error) {
	switch e := recover().(type) {
	case nil:
	case *Error:
		*err = e
	case *graph.TypeError:
		*err = e
	default:
		panic(e)
	}
}
