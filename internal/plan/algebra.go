package plan

import (
	"github.com/gokeras/keras/internal/graph"
	"github.com/gokeras/keras/internal/prim"
	"github.com/gokeras/keras/tensor"
)

// algebra leaves out arithmetic that changes nothing. Nothing is assumed of the
// operands: x·0 is not 0, since x may be NaN.
func algebra(s *simplifier, op graph.Op, in []*graph.Value) *graph.Value {
	switch op := op.(type) {
	case prim.Add:
		x, y := in[0], in[1]
		switch {
		case is(x, 0):
			return y
		case is(y, 0):
			return x
		case negated(y) != nil:
			return s.one(prim.Sub{}, x, negated(y))
		case negated(x) != nil:
			return s.one(prim.Sub{}, y, negated(x))
		}
	case prim.Sub:
		switch {
		case is(in[1], 0):
			return in[0]
		case negated(in[1]) != nil:
			return s.one(prim.Add{}, in[0], negated(in[1]))
		}
	case prim.Mul:
		x, y := in[0], in[1]
		switch {
		case is(x, 1):
			return y
		case is(y, 1):
			return x
		case is(x, -1):
			return s.one(prim.Neg{}, y)
		case is(y, -1):
			return s.one(prim.Neg{}, x)
		}
	case prim.Div:
		if is(in[1], 1) {
			return in[0]
		}
	case prim.Pow:
		switch {
		case is(in[1], 1):
			return in[0]
		case is(in[1], 2):
			return s.one(prim.Mul{}, in[0], in[0])
		}
	case prim.Neg:
		return negated(in[0])
	case prim.Cast:
		return cast(op, in[0])
	}
	return nil
}

// cast leaves out a conversion to the type that there is, and one from truth
// values to numbers and back.
func cast(op prim.Cast, x *graph.Value) *graph.Value {
	if x.DType == op.To {
		return x
	}
	if before, operands := from(x); op.To == tensor.Bool && before != nil {
		if _, ok := before.(prim.Cast); ok && operands[0].DType == tensor.Bool {
			return operands[0]
		}
	}
	return nil
}

// negated returns y if x is -y.
func negated(x *graph.Value) *graph.Value {
	if before, operands := from(x); before == (prim.Neg{}) {
		return operands[0]
	}
	return nil
}

// Splat returns the number that all elements of v are, if that is known.
func Splat(v *graph.Value) (float64, bool) {
	for v.Node != nil {
		switch op := v.Node.Op.(type) {
		case prim.Const:
			return op.Value, true
		case prim.Broadcast, prim.Reshape:
			v = v.Node.In[0]
		default:
			return 0, false
		}
	}
	return 0, false
}

func is(v *graph.Value, k float64) bool {
	x, ok := Splat(v)
	return ok && x == k
}
