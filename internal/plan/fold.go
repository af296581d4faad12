package plan

import (
	"slices"

	"github.com/gokeras/keras/internal/graph"
	"github.com/gokeras/keras/internal/prim"
	"github.com/gokeras/keras/tensor"
)

// small is the largest number of elements of a constant that is computed when
// the program is planned.
const small = 4096

// hoist computes an element-wise primitive before its operands are broadcast
// where all of them are, from the same shape or from scalars.
func hoist(s *simplifier, op graph.Op, in []*graph.Value) *graph.Value {
	if _, ok := op.(prim.Elementwise); !ok {
		return nil
	}
	var shape tensor.Shape
	for _, x := range in {
		b, operands := from(x)
		if _, ok := b.(prim.Broadcast); !ok {
			return nil
		}
		src := operands[0].Shape
		switch {
		case len(src) == 0:
		case shape == nil:
			shape = src
		case !shape.Equal(src):
			return nil
		}
	}
	sources := make([]*graph.Value, len(in))
	for i, x := range in {
		sources[i] = x.Node.In[0]
		if !sources[i].Shape.Equal(shape) {
			sources[i] = s.one(prim.Broadcast{Shape: graph.DimsOf(shape...)}, sources[i])
		}
	}
	return s.one(prim.Broadcast{Shape: graph.DimsOf(in[0].Shape...)}, s.one(op, sources...))
}

// fold computes what depends on small constants only.
func fold(s *simplifier, op graph.Op, in []*graph.Value) *graph.Value {
	switch op.(type) {
	case prim.Const, prim.Literal, prim.Broadcast, prim.Reshape:
		return nil
	}
	arrays, types := make([]*tensor.Tensor, len(in)), make([]graph.Type, len(in))
	for i, v := range in {
		types[i] = v.Type
		if arrays[i] = known(v); arrays[i] == nil {
			return nil
		}
	}
	out, err := op.Infer(types)
	if err != nil || len(out) != 1 || out[0].Size() > small {
		return nil
	}
	t := tensor.New(out[0].DType, out[0].Shape...)
	op.Ref([]*tensor.Tensor{t}, arrays)
	return s.constant(t)
}

// known returns the elements of v if they are few and depend on nothing.
func known(v *graph.Value) *tensor.Tensor {
	if v.Node == nil || v.Size() > small {
		return nil
	}
	switch op := v.Node.Op.(type) {
	case prim.Literal:
		return op.Array
	case prim.Const, prim.Broadcast, prim.Reshape:
		in := make([]*tensor.Tensor, len(v.Node.In))
		for i, x := range v.Node.In {
			if in[i] = known(x); in[i] == nil {
				return nil
			}
		}
		t := tensor.New(v.DType, v.Shape...)
		op.Ref([]*tensor.Tensor{t}, in)
		return t
	}
	return nil
}

// constant returns a value that is always t: a number that is repeated if all
// elements are the same.
func (s *simplifier) constant(t *tensor.Tensor) *graph.Value {
	if t.Size() > 0 {
		b, size := t.Bytes(), t.DType().Size()
		first := b[:size]
		v := tensor.Data[float64](tensor.FromMemory(first, t.DType()).Cast(tensor.Float64))[0]
		k := tensor.New(t.DType())
		k.Fill(v)
		same := slices.Equal(k.Bytes(), first)
		for i := size; i < len(b) && same; i += size {
			same = slices.Equal(b[i:i+size], first)
		}
		if same {
			c := s.one(prim.Const{DType: t.DType(), Value: v})
			return s.one(prim.Broadcast{Shape: graph.DimsOf(t.Shape()...)}, c)
		}
	}
	return s.one(prim.Literal{Array: t})
}
