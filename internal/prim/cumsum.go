package prim

import (
	"fmt"

	"github.com/gokeras/keras/internal/graph"
	"github.com/gokeras/keras/tensor"
)

// CumSum is the running sum of x along Axis, from the other end if Reverse.
type CumSum struct {
	Axis    int
	Reverse bool
}

var _ = graph.Define(CumSum{})

// Infer implements graph.Op.
func (o CumSum) Infer(in []typ) ([]typ, error) {
	if err := arity(in, 1); err != nil {
		return nil, err
	}
	if o.Axis < 0 || o.Axis >= len(in[0].Shape) {
		return nil, fmt.Errorf("a shape %v has no axis %d", in[0].Shape, o.Axis)
	}
	return []typ{in[0]}, isNumber(in[0].DType)
}

// VJP implements graph.Op: the gradient is summed the other way.
func (o CumSum) VJP(_ *node, g []*value) []*value {
	return []*value{apply(CumSum{Axis: o.Axis, Reverse: !o.Reverse}, g[0])}
}

// Ref implements graph.Op.
func (o CumSum) Ref(out, in []*arr) {
	shape := in[0].Shape()
	full := rowMajor(shape)
	move(out[0], full, in[0], full, shape, false)
	outer, n, inner := split(shape, o.Axis)
	for a := range outer {
		for i := 1; i < n; i++ {
			for b := range inner {
				to, from := (a*n+i)*inner+b, (a*n+i-1)*inner+b
				if o.Reverse {
					to, from = (a*n+n-1-i)*inner+b, (a*n+n-i)*inner+b
				}
				copyAt(out[0], to, out[0], from, true)
			}
		}
	}
}

// Cases implements graph.Op.
func (CumSum) Cases() []graph.Case {
	x := floats(ramp(12, -1, 6), 2, 3, 2)
	return []graph.Case{smooth(CumSum{0, false}, x), smooth(CumSum{1, true}, x), smooth(CumSum{2, false}, x),
		rough(CumSum{0, true}, tensor.FromSlice([]int32{1, 2, 3}))}
}
