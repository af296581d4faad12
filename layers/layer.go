package layers

import (
	"fmt"

	"github.com/gokeras/keras/internal/config"
	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/tensor"
)

// A Layer turns a batch of values into another. Embedding [Base] gives a struct
// all of it but Call.
type Layer interface {
	// Build makes the layer's weights, given the shape of its input, whose first
	// axis, the batch, has the size [tensor.Unknown]. It is called once.
	Build(in tensor.Shape) error

	// Call records the layer's computation. The shape of x is fully known there:
	// Call runs once for every shape of batch. It may panic as functions of
	// package ops do.
	Call(t *ops.Trace, x *ops.Value) *ops.Value

	base() *Base
}

// A Multi is a layer that takes several values, or gives several. Its methods
// are called in place of Build and Call; embedding [MultiBase] gives it those.
type Multi interface {
	Layer
	BuildAll(in []tensor.Shape) error
	CallAll(t *ops.Trace, in []*ops.Value) []*ops.Value
}

// A Validator is a layer with settings that may be wrong. Validate returns all
// that is wrong with them, joined; it sees the settings only, no shapes.
type Validator interface{ Validate() error }

// A Masker is a layer that decides what mask travels with its outputs. Without
// it, the mask of the input goes on if the layer is a [Masking], and ends here
// if not.
type Masker interface {
	Layer
	// Mask returns the mask of the outputs, nil for none.
	Mask(t *ops.Trace, in, out []*ops.Value) *ops.Value
}

// A PassesMask is a layer whose output has the mask of its input.
type PassesMask interface{ PassesMask() }

// MultiBase is the [Base] of a [Multi].
type MultiBase struct{ Base }

// Call implements [Layer]: it passes one value to a [Multi] and is never used.
func (*MultiBase) Call(_ *ops.Trace, x *ops.Value) *ops.Value { return x }

// Register makes a user's own layer type T known under its name in a package, so
// that models with it can be saved and loaded: Python knows such classes by
// keras.saving.register_keras_serializable(package). It returns true, so that
// it can stand in a variable declaration.
func Register[T any](pkg string) bool { return config.RegisterCustom[T](pkg, "") }

// register makes one of Keras's own layers known.
func register[T any](aliases ...string) bool {
	return config.Register[T]("keras.layers", aliases...)
}

// ClassOf returns the name of l's class, such as "Dense".
func ClassOf(l Layer) string {
	if c, ok := config.ClassOf(l); ok {
		return c.Name
	}
	name := fmt.Sprintf("%T", l)
	for i := len(name) - 1; i >= 0; i-- {
		if name[i] == '.' {
			return name[i+1:]
		}
	}
	return name
}

// A Weightless is a layer that never has weights, and so needs no building to be
// complete.
type Weightless interface{ Weightless() }
