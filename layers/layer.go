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
	// Call runs once for every shape of batch, in training and otherwise. What
	// functions of package ops panic with becomes an error that names the layer;
	// any other panic is a mistake in the layer's code and goes on unchanged, to
	// whoever called the model.
	Call(t *ops.Trace, x *ops.Value) *ops.Value

	base() *Base
}

// A Multi is a layer that takes several values, or gives several. Its methods
// are called in place of Build and Call; embedding [MultiBase] gives a struct all
// of it but CallAll.
type Multi interface {
	Layer
	BuildAll(in []tensor.Shape) error
	CallAll(t *ops.Trace, in []*ops.Value) []*ops.Value
}

// A Validator is a layer with settings that may be wrong. Validate returns all
// that is wrong with them, joined; it sees the settings only, no shapes.
type Validator interface{ Validate() error }

// A Masker is a layer that decides what masks travel with its outputs. Without
// it, the mask of the first input goes on if the layer is a [PassesMask], and ends
// here if not.
type Masker interface {
	Layer
	// Masks returns a mask for each of the outputs, nil for none.
	Masks(t *ops.Trace, in, out []*ops.Value) []*ops.Value
}

// A PassesMask is a layer whose outputs have the mask of its first input.
type PassesMask interface{ PassesMask() }

// A Shaper is a layer that itself says what shapes come out of shapes with
// unknown sizes. It is asked only where a size besides the batch is unknown; other
// layers are then called with two sizes in its place; see [Infer].
type Shaper interface {
	OutputShapes(in []tensor.Shape) []tensor.Shape
}

// An opener makes sizes of its output unknown that Keras leaves open, although it could
// know them.
type opener interface{ leaveOpen(out tensor.Shape) }

// A Weightless is a layer that never has weights, and so needs no building to be
// complete.
type Weightless interface{ Weightless() }

// A Positional is a [Multi] whose inputs are separate arguments in Keras, such as the
// query and the value of an attention, with the names that Positional returns. Those of
// others are one list.
type Positional interface{ Positional() []string }

// TakesList tells whether several inputs of l are one list in Keras.
func TakesList(l Layer) bool {
	switch l.(type) {
	case *Function, Positional:
		return false
	}
	return true
}

// MultiBase is the [Base] of a [Multi].
type MultiBase struct{ Base }

// BuildAll implements [Multi] for layers without weights.
func (*MultiBase) BuildAll([]tensor.Shape) error { return nil }

// Call implements [Layer]; a [Multi] is called by CallAll. It panics with an
// [*ops.Error], which tells that there is no CallAll.
func (*MultiBase) Call(*ops.Trace, *ops.Value) *ops.Value {
	ops.Fail("call", "the layer embeds layers.MultiBase but has no method CallAll(*ops.Trace, []*ops.Value) []*ops.Value")
	return nil
}

// register makes one of Keras's own layers known.
func register[T any](aliases ...string) bool {
	return config.Register[T]("keras.layers", aliases...)
}

// ClassOf returns the name of l's class, such as "Dense".
func ClassOf(l Layer) string {
	if f, ok := l.(*Function); ok {
		if c := ops.ClassOf(f.op); c != nil {
			return c.Name
		}
	}
	if c, ok := l.(config.Classer); ok {
		_, name, _ := c.ConfigClass()
		return name
	}
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
