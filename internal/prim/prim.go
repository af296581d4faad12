// Package prim holds the primitives: for each, its attributes, its shape rule,
// its gradient and the plain loop that says what it computes. One file each.
//
// Primitives don't broadcast: the operands of an element-wise one have the same
// type. Package ops makes them so, with Broadcast and Cast.
package prim

import (
	"errors"
	"fmt"

	"github.com/gokeras/keras/internal/graph"
	"github.com/gokeras/keras/tensor"
)

type (
	value = graph.Value
	node  = graph.Node
	typ   = graph.Type
	arr   = tensor.Tensor
)

func apply(op graph.Op, in ...*value) *value { return graph.Apply(op, in...) }

// An Elementwise op computes each element of its output from the elements at
// the same place of its inputs, so that an engine may join several of them in
// one pass.
type Elementwise interface {
	graph.Op
	elementwise()
}

// pointwise marks an op as element-wise.
type pointwise struct{}

func (pointwise) elementwise() {}

// arity returns an error unless there are n inputs.
func arity(in []typ, n int) error {
	if len(in) != n {
		return fmt.Errorf("received %d operands, expected %d", len(in), n)
	}
	return nil
}

// same returns the type of the n inputs, which must be equal.
func same(in []typ, n int) (typ, error) {
	if err := arity(in, n); err != nil {
		return typ{}, err
	}
	for _, t := range in[1:] {
		if !t.Equal(in[0]) {
			return typ{}, errors.New("the operands' types differ")
		}
	}
	return in[0], nil
}

func isNumber(d tensor.DType) error {
	if !d.IsFloat() && !d.IsInteger() || d == tensor.Uint64 {
		return fmt.Errorf("received %v, expected floating-point numbers or integers (uint64 excepted)", d)
	}
	return nil
}

func isFloat(d tensor.DType) error {
	if !d.IsFloat() {
		return fmt.Errorf("received %v, expected floating-point numbers", d)
	}
	return nil
}

// float1 is the shape rule of element-wise functions of a floating-point number.
type float1 struct{ pointwise }

func (float1) Infer(in []typ) ([]typ, error) {
	t, err := same(in, 1)
	if err != nil {
		return nil, err
	}
	return []typ{t}, isFloat(t.DType)
}

// number1 is the shape rule of element-wise functions of a number.
type number1 struct{ pointwise }

func (number1) Infer(in []typ) ([]typ, error) {
	t, err := same(in, 1)
	if err != nil {
		return nil, err
	}
	return []typ{t}, isNumber(t.DType)
}

// float2 is the shape rule of element-wise functions of two floating-point numbers.
type float2 struct{ pointwise }

func (float2) Infer(in []typ) ([]typ, error) {
	t, err := same(in, 2)
	if err != nil {
		return nil, err
	}
	return []typ{t}, isFloat(t.DType)
}

// number2 is the shape rule of element-wise functions of two numbers.
type number2 struct{ pointwise }

func (number2) Infer(in []typ) ([]typ, error) {
	t, err := same(in, 2)
	if err != nil {
		return nil, err
	}
	return []typ{t}, isNumber(t.DType)
}

// compare is the shape rule and the gradient of comparisons.
type compare struct{ pointwise }

func (compare) Infer(in []typ) ([]typ, error) {
	t, err := same(in, 2)
	if err != nil {
		return nil, err
	}
	if t.DType != tensor.Bool {
		err = isNumber(t.DType)
	}
	return []typ{{DType: tensor.Bool, Shape: t.Shape}}, err
}

func (compare) VJP(*node, []*value) []*value { return nil }

// Full returns a value of type t all of whose elements are v.
func Full(t typ, v float64) *value {
	return Expand(apply(Const{DType: t.DType, Value: v}), t.Shape)
}

// Expand returns the scalar v repeated to the given shape.
func Expand(v *value, shape tensor.Shape) *value {
	if len(shape) == 0 {
		return v
	}
	return apply(Broadcast{Shape: graph.DimsOf(shape...)}, v)
}

// scale returns k·x.
func scale(x *value, k float64) *value { return apply(Mul{}, x, Full(x.Type, k)) }

// floats returns a float32 array, for Cases.
func floats(v []float32, shape ...int) *arr { return tensor.FromSlice(v, shape...) }

// smooth returns a case at which the op can be differentiated.
func smooth(op graph.Op, in ...*arr) graph.Case { return graph.Case{Op: op, In: in, Smooth: true} }

// rough returns a case at which it can't, or need not.
func rough(op graph.Op, in ...*arr) graph.Case { return graph.Case{Op: op, In: in} }
