package ops

import (
	"fmt"

	"github.com/gokeras/keras/internal/graph"
	"github.com/gokeras/keras/tensor"
)

// A Variable is an array that lives on between runs of a program: a weight of a
// layer, a slot of an optimizer, the total of a metric. Within a trace its value
// is read with [Trace.Get] and replaced with [Trace.Set].
type Variable struct {
	// Name is the variable's own name, such as "kernel".
	Name string

	// Path is the name with those of its owners, such as "dense/kernel".
	Path string

	// Trainable says whether the variable is changed by gradients.
	Trainable bool

	// Regularizer returns the penalty that training adds to the loss for the
	// variable's value. Nil is none.
	Regularizer func(*Value) *Value

	// Constraint returns the value that the variable gets in place of what an
	// optimizer's step made of it. Nil is no constraint.
	Constraint func(*Value) *Value

	store *tensor.Tensor
	cell  graph.Cell
	leaf  *Value
}

// NewVariable returns a variable with the given first value, whose memory it
// takes over.
func NewVariable(name string, value *tensor.Tensor) *Variable {
	return &Variable{
		Name: name, Path: name, store: value,
		leaf: graph.Leaf(name, graph.Type{DType: value.DType(), Shape: value.Shape()}),
	}
}

// Shape returns the variable's shape, which never changes.
func (v *Variable) Shape() tensor.Shape { return v.store.Shape() }

// DType returns the type of the variable's elements.
func (v *Variable) DType() tensor.DType { return v.store.DType() }

// Store returns the memory of the variable's value. It must not be read or
// written while a program that uses the variable runs. A program that has run may
// have left the value elsewhere: call Store again after it. After writing to the
// memory call [Variable.Changed].
func (v *Variable) Store() *tensor.Tensor {
	v.cell.Settle()
	return v.store
}

// Assign copies a value of the same shape into the variable; elements of another
// type are converted.
func (v *Variable) Assign(t *tensor.Tensor) error {
	if !t.Shape().Equal(v.Shape()) {
		return fmt.Errorf("variable %s: received a value of shape %v, expected %v", v.Path, t.Shape(), v.Shape())
	}
	defer v.Changed()
	return tensor.Copy(v.store, t.Cast(v.DType()))
}

// Changed says that the memory of the variable's value has been written to, other
// than by [Variable.Assign] or a program.
func (v *Variable) Changed() { v.cell.Changed() }
