package plan

import (
	"github.com/gokeras/keras/internal/graph"
	"github.com/gokeras/keras/internal/prim"
	"github.com/gokeras/keras/tensor"
)

// movement leaves out what moves no element and joins what moves them twice.
func movement(s *simplifier, op graph.Op, in []*graph.Value) *graph.Value {
	if len(in) == 0 {
		return nil
	}
	x := in[0]
	before, operands := from(x)
	switch op := op.(type) {
	case prim.StopGradient:
		return x
	case prim.Reshape:
		switch before.(type) {
		case prim.Reshape:
			return s.one(op, operands[0])
		case prim.Broadcast:
			if operands[0].Size() == 1 {
				return s.one(prim.Broadcast(op), operands[0])
			}
		}
		if x.Shape.Equal(op.Shape.Shape()) {
			return x
		}
	case prim.Broadcast:
		switch {
		case x.Size() == op.Shape.Shape().Size():
			return s.one(prim.Reshape(op), x)
		case x.Size() == 1 && len(x.Shape) > 0:
			return s.one(op, s.scalar(x))
		}
		if _, twice := before.(prim.Broadcast); twice {
			return s.one(op, operands[0])
		}
	case prim.Transpose:
		return transpose(s, op, x)
	case prim.Concat:
		if len(in) == 1 {
			return x
		}
		return flatten(s, op, in)
	case prim.Slice:
		if x.Shape.Equal(op.Size.Shape()) {
			return x
		}
	case prim.Pad:
		if x.Shape.Equal(op.Shape.Shape()) {
			return x
		}
	case prim.Dropout:
		if op.Rate == 0 {
			return x
		}
	}
	return nil
}

// flatten joins at once what is joined to be joined with others.
func flatten(s *simplifier, op prim.Concat, in []*graph.Value) *graph.Value {
	var parts []*graph.Value
	for _, x := range in {
		if before, operands := from(x); before == op {
			parts = append(parts, operands...)
		} else {
			parts = append(parts, x)
		}
	}
	if len(parts) == len(in) {
		return nil
	}
	return s.one(op, parts...)
}

// scalar returns the only element of x as a value without axes.
func (s *simplifier) scalar(x *graph.Value) *graph.Value { return s.one(prim.Reshape{}, x) }

// transpose leaves out a permutation that keeps the order of the elements.
func transpose(s *simplifier, op prim.Transpose, x *graph.Value) *graph.Value {
	to := make(tensor.Shape, len(x.Shape))
	last, moved := -1, false
	for i := range op.Perm.N {
		p := op.Perm.D[i]
		to[i] = x.Shape[p]
		if to[i] != 1 {
			moved = moved || p < last
			last = p
		}
	}
	if !moved {
		return s.one(prim.Reshape{Shape: graph.DimsOf(to...)}, x)
	}
	switch before, operands := from(x); b := before.(type) {
	case prim.Transpose:
		perm := op.Perm
		for i := range perm.N {
			perm.D[i] = b.Perm.D[op.Perm.D[i]]
		}
		return s.one(prim.Transpose{Perm: perm}, operands[0])
	case prim.Broadcast:
		if operands[0].Size() == 1 {
			return s.one(prim.Broadcast{Shape: graph.DimsOf(to...)}, operands[0])
		}
	}
	return nil
}
