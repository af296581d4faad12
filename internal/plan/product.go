package plan

import (
	"github.com/gokeras/keras/internal/graph"
	"github.com/gokeras/keras/internal/prim"
)

// product takes transposes of the operands into a matrix product.
func product(s *simplifier, op graph.Op, in []*graph.Value) *graph.Value {
	m, ok := op.(prim.MatMul)
	if !ok {
		return nil
	}
	x, y := untransposed(in[0]), untransposed(in[1])
	if x == nil && y == nil {
		return nil
	}
	if x == nil {
		x = in[0]
	} else {
		m.TransX = !m.TransX
	}
	if y == nil {
		y = in[1]
	} else {
		m.TransY = !m.TransY
	}
	return s.one(m, x, y)
}

// untransposed returns the value of which v is the transpose by the last two
// axes, nil if there is none.
func untransposed(v *graph.Value) *graph.Value {
	before, operands := from(v)
	t, ok := before.(prim.Transpose)
	if !ok {
		return nil
	}
	n := t.Perm.N
	for i := range n - 2 {
		if t.Perm.D[i] != i {
			return nil
		}
	}
	if t.Perm.D[n-2] != n-1 {
		return nil
	}
	return operands[0]
}
