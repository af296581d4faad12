package prim

import (
	"math"

	"github.com/gokeras/keras/internal/graph"
	"github.com/gokeras/keras/tensor"
)

// ScatterMax puts slices of x to N places along Axis as [ScatterAdd] does, and
// keeps of those that go to one place the largest elements; NaN if there is one.
// Where none goes the elements are the lowest of their type.
type ScatterMax struct{ Axis, N int }

var _ = graph.Define(ScatterMax{})

// Infer implements graph.Op.
func (o ScatterMax) Infer(in []typ) ([]typ, error) { return scattered(in, o.Axis, o.N) }

// VJP implements graph.Op: the gradient goes to the elements that are the largest
// of their place, in equal parts.
func (o ScatterMax) VJP(n *node, g []*value) []*value {
	x, idx := n.In[0], n.In[1]
	if !x.DType.IsFloat() {
		return nil
	}
	back := func(v *value) *value { return apply(Gather{Axis: o.Axis, Zero: true}, v, idx) }
	hit := apply(Cast{To: x.DType}, apply(Equal{}, x, back(n.Out[0])))
	count := back(apply(ScatterAdd(o), hit, idx))
	return []*value{apply(Div{}, apply(Mul{}, hit, back(g[0])), apply(Max{}, count, Full(x.Type, 1))), nil}
}

// Ref implements graph.Op.
func (o ScatterMax) Ref(out, in []*arr) {
	switch in[0].DType() {
	case tensor.Float32:
		scatterMax(o, out[0], in, float32(math.Inf(-1)))
	case tensor.Float64:
		scatterMax(o, out[0], in, math.Inf(-1))
	case tensor.Int8:
		scatterMax[int8](o, out[0], in, math.MinInt8)
	case tensor.Int16:
		scatterMax[int16](o, out[0], in, math.MinInt16)
	case tensor.Int32:
		scatterMax[int32](o, out[0], in, math.MinInt32)
	case tensor.Int64:
		scatterMax[int64](o, out[0], in, math.MinInt64)
	case tensor.Uint8:
		scatterMax[uint8](o, out[0], in, 0)
	case tensor.Uint16:
		scatterMax[uint16](o, out[0], in, 0)
	case tensor.Uint32:
		scatterMax[uint32](o, out[0], in, 0)
	}
}

func scatterMax[T float | integer](o ScatterMax, out *arr, in []*arr, lowest T) {
	z, x := dataOf[T](out), dataOf[T](in[0])
	repeat(z, 0, len(z), lowest)
	scatter(out, in, o.Axis, func(to, from, n int) {
		for i := range n {
			z[to+i] = max(z[to+i], x[from+i])
		}
	})
}

// Cases implements graph.Op.
func (ScatterMax) Cases() []graph.Case {
	cases := scatterCases(func(axis, n int) graph.Op { return ScatterMax{axis, n} })
	for i := range cases {
		cases[i].Smooth = i == 1 // the others have places to which nothing goes
	}
	return cases
}
