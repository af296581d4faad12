// Package graph records computations on arrays as nodes. It knows no particular
// primitive, no gradient and no engine.
//
// Shapes in a graph are always fully known: a program is traced once for every
// shape of batch it meets.
package graph

import (
	"fmt"

	"github.com/gokeras/keras/tensor"
)

// A Type is the element type and the shape of a value.
type Type struct {
	DType tensor.DType
	Shape tensor.Shape
}

// Of returns the type of elements dt and the given shape.
func Of(dt tensor.DType, shape ...int) Type { return Type{dt, shape} }

// Equal tells whether t and u are the same type.
func (t Type) Equal(u Type) bool { return t.DType == u.DType && t.Shape.Equal(u.Shape) }

// Size returns the number of elements.
func (t Type) Size() int { return t.Shape.Size() }

// String returns a form such as "float32(100, 10)".
func (t Type) String() string { return t.DType.String() + t.Shape.String() }

// A Value is an array that a graph computes: an output of a node or, if Node is
// nil, a leaf, whose array is given from outside at every run.
type Value struct {
	Type
	Node  *Node
	Index int    // which of the node's outputs it is
	Name  string // of a leaf, for messages

	// Call is what gives a symbolic value, of which sizes may be unknown. It is nil
	// for all values of a graph that is to be run.
	Call *Call
}

// Values returns v alone.
func (v *Value) Values() []*Value { return []*Value{v} }

// Leaf returns a new leaf.
func Leaf(name string, t Type) *Value { return &Value{Type: t, Name: name} }

// A Node is one use of an op.
type Node struct {
	Op  Op
	In  []*Value
	Out []*Value
}

// An Op is a primitive. Its fields are the op's attributes, such as an axis; it
// is comparable, so that equal computations can be found and shared.
//
// Everything the library needs to know about a primitive is a method here: a
// new one is one type in one file of package prim.
type Op interface {
	// Infer returns the types of the outputs, given those of the inputs.
	Infer(in []Type) ([]Type, error)

	// VJP returns the gradients of the inputs of n, given those of its outputs.
	// A gradient that is nil is zero. grads holds at least one that is not nil.
	VJP(n *Node, grads []*Value) []*Value

	// Ref computes the op the plain way. It defines what every engine is held
	// to. It must not allocate.
	Ref(out, in []*tensor.Tensor)

	// Cases returns uses of the primitive, with various attributes, for the
	// conformance tests to try.
	Cases() []Case
}

// A Case is one use of a primitive that tests try.
type Case struct {
	Op Op
	In []*tensor.Tensor

	// Smooth says that the outputs can be differentiated at In by each input of
	// a floating-point type, and so be compared with finite differences.
	Smooth bool
}

var all []Op

// Define adds an op to the list that the conformance tests walk.
func Define(op Op) bool {
	all = append(all, op)
	return true
}

// Ops returns every defined op.
func Ops() []Op { return all }

// A TypeError tells that an op can't take inputs of these types. Apply panics
// with it; the methods of a model return it.
type TypeError struct {
	Op  Op // nil for what is no op, such as a gradient
	In  []Type
	Err error
}

// Error implements error.
func (e *TypeError) Error() string {
	if e.Op == nil {
		return e.Err.Error()
	}
	return fmt.Sprintf("%s%v: %v", Name(e.Op), e.In, e.Err)
}

// Unwrap returns the cause.
func (e *TypeError) Unwrap() error { return e.Err }

// Name returns the name of op's type, such as "MatMul".
func Name(op Op) string {
	s := fmt.Sprintf("%T", op)
	for i := len(s) - 1; i >= 0; i-- {
		if s[i] == '.' {
			return s[i+1:]
		}
	}
	return s
}

// Apply returns the first output of a new node that applies op. It panics with
// a *TypeError if the inputs don't fit.
func Apply(op Op, in ...*Value) *Value { return ApplyAll(op, in...)[0] }

// ApplyAll returns all outputs of a new node that applies op. It panics with a
// *TypeError if the inputs don't fit.
func ApplyAll(op Op, in ...*Value) []*Value {
	types := make([]Type, len(in))
	for i, v := range in {
		types[i] = v.Type
	}
	out, err := op.Infer(types)
	if err != nil {
		panic(&TypeError{op, types, err})
	}
	n := &Node{Op: op, In: in, Out: make([]*Value, len(out))}
	for i, t := range out {
		n.Out[i] = &Value{Type: t, Node: n, Index: i}
	}
	return n.Out
}

// Extend gives n an op that computes more from the same inputs: what n gave before
// and, behind it, an output of type t, which Extend returns.
func (n *Node) Extend(op Op, t Type) *Value {
	v := &Value{Type: t, Node: n, Index: len(n.Out)}
	n.Op, n.Out = op, append(n.Out, v)
	return v
}
