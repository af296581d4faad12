package prim

import (
	"fmt"
	"math"

	"github.com/gokeras/keras/internal/graph"
	"github.com/gokeras/keras/tensor"
)

// Axes is a set of axes: bit i stands for axis i.
type Axes uint

// AxesOf returns the set of the given axes.
func AxesOf(axes ...int) Axes {
	var a Axes
	for _, i := range axes {
		a |= 1 << i
	}
	return a
}

// Has tells whether axis i is in the set.
func (a Axes) Has(i int) bool { return a&(1<<i) != 0 }

// reduced returns t without the given axes.
func reduced(in []typ, axes Axes) (typ, error) {
	if err := arity(in, 1); err != nil {
		return typ{}, err
	}
	var out tensor.Shape = make([]int, 0, len(in[0].Shape))
	for i, d := range in[0].Shape {
		if !axes.Has(i) {
			out = append(out, d)
		}
	}
	if axes>>len(in[0].Shape) != 0 {
		return typ{}, fmt.Errorf("axes %b are not all axes of a shape %v", axes, in[0].Shape)
	}
	return typ{DType: in[0].DType, Shape: out}, nil
}

// spread repeats v, a reduction of an array of the given shape, to that shape.
func spread(v *value, shape tensor.Shape, axes Axes) *value {
	keep := shape.Clone()
	for i := range keep {
		if axes.Has(i) {
			keep[i] = 1
		}
	}
	v = apply(Reshape{graph.DimsOf(keep...)}, v)
	return apply(Broadcast{graph.DimsOf(shape...)}, v)
}

// reduceView is the view of a reduction's output that has stride 0 along the
// reduced axes, so that it can be walked with the input.
func reduceView(in tensor.Shape, axes Axes) view {
	var v view
	n := 1
	for i := len(in) - 1; i >= 0; i-- {
		if !axes.Has(i) {
			v.strides[i] = n
			n *= in[i]
		}
	}
	return v
}

// ReduceSum adds up the elements of x along Axes, which the output lacks.
type ReduceSum struct{ Axes Axes }

// ReduceMax finds the largest element of x along Axes, which the output lacks;
// NaN if there is one. Every reduced axis has at least one element.
type ReduceMax struct{ Axes Axes }

// ReduceMin finds the smallest element of x along Axes, which the output lacks;
// NaN if there is one. Every reduced axis has at least one element.
type ReduceMin struct{ Axes Axes }

var (
	_ = graph.Define(ReduceSum{})
	_ = graph.Define(ReduceMax{})
	_ = graph.Define(ReduceMin{})
)

// Infer implements graph.Op.
func (o ReduceSum) Infer(in []typ) ([]typ, error) {
	t, err := reduced(in, o.Axes)
	if err == nil {
		err = isNumber(t.DType)
	}
	return []typ{t}, err
}

// VJP implements graph.Op: every element gets the gradient of its sum.
func (o ReduceSum) VJP(n *node, g []*value) []*value {
	return []*value{spread(g[0], n.In[0].Shape, o.Axes)}
}

// Ref implements graph.Op. Sums of float32 are kept in double precision.
func (o ReduceSum) Ref(out, in []*arr) {
	if out[0].DType() == tensor.Float32 {
		sumFloat32(out[0], in[0], o.Axes)
		return
	}
	zero(out[0])
	shape := in[0].Shape()
	move(out[0], reduceView(shape, o.Axes), in[0], rowMajor(shape), shape, true)
}

// sumFloat32 adds one output's elements at a time, so that a single double is
// enough to hold the sum.
func sumFloat32(out, in *arr, axes Axes) {
	shape := in.Shape()
	full := rowMajor(shape)
	var kept, gone view
	var keptShape, goneShape [graph.MaxRank]int
	nk, ng := 0, 0
	for i, d := range shape {
		if axes.Has(i) {
			goneShape[ng], gone.strides[ng] = d, full.strides[i]
			ng++
		} else {
			keptShape[nk], kept.strides[nk] = d, full.strides[i]
			nk++
		}
	}
	o, x := tensor.Data[float32](out), tensor.Data[float32](in)
	next := 0
	walk(view{}, kept, keptShape[:nk], func(_, at int, o, x []float32) {
		sum := 0.0
		from := gone
		from.offset = at
		walk(view{}, from, goneShape[:ng], func(_, s int, _, x []float32) { sum += float64(x[s]) }, nil, x)
		o[next] = float32(sum)
		next++
	}, o, x)
}

// Cases implements graph.Op.
func (ReduceSum) Cases() []graph.Case {
	x := floats(ramp(24, -1, 2), 2, 3, 4)
	var cs []graph.Case
	for a := range Axes(8) {
		cs = append(cs, smooth(ReduceSum{a}, x))
	}
	return append(cs,
		smooth(ReduceSum{1}, floats(ramp(3000, -1, 1), 100, 30)), smooth(ReduceSum{2}, floats(ramp(3000, -1, 1), 100, 30)),
		rough(ReduceSum{1}, tensor.FromSlice([]int32{1, 2, 3})), rough(ReduceSum{1}, floats(nil, 0, 2)),
		smooth(ReduceSum{1}, tensor.FromSlice([]float64{1, 2, 3})))
}

func extreme(in []typ, axes Axes) ([]typ, error) {
	t, err := reduced(in, axes)
	if err != nil {
		return nil, err
	}
	for i, d := range in[0].Shape {
		if axes.Has(i) && d == 0 {
			return nil, fmt.Errorf("axis %d of a shape %v has no element to choose", i, in[0].Shape)
		}
	}
	return []typ{t}, isNumber(t.DType)
}

// extremeVJP gives the gradient to the elements that are the chosen one, in
// equal parts.
func extremeVJP(n *node, g *value, axes Axes) []*value {
	x := n.In[0]
	if !x.DType.IsFloat() {
		return nil
	}
	hit := apply(Cast{To: x.DType}, apply(Equal{}, x, spread(n.Out[0], x.Shape, axes)))
	share := apply(Div{}, g, apply(ReduceSum{axes}, hit))
	return []*value{apply(Mul{}, hit, spread(share, x.Shape, axes))}
}

// Infer implements graph.Op.
func (o ReduceMax) Infer(in []typ) ([]typ, error) { return extreme(in, o.Axes) }

// VJP implements graph.Op.
func (o ReduceMax) VJP(n *node, g []*value) []*value { return extremeVJP(n, g[0], o.Axes) }

// Ref implements graph.Op.
func (o ReduceMax) Ref(out, in []*arr) { reduceExtreme(out[0], in[0], o.Axes, true) }

// Infer implements graph.Op.
func (o ReduceMin) Infer(in []typ) ([]typ, error) { return extreme(in, o.Axes) }

// VJP implements graph.Op.
func (o ReduceMin) VJP(n *node, g []*value) []*value { return extremeVJP(n, g[0], o.Axes) }

// Ref implements graph.Op.
func (o ReduceMin) Ref(out, in []*arr) { reduceExtreme(out[0], in[0], o.Axes, false) }

func reduceExtreme(out, in *arr, axes Axes, largest bool) {
	switch in.DType() {
	case tensor.Float32:
		extremeOf[float32](out, in, axes, largest, float32(math.Inf(-1)), float32(math.Inf(1)))
	case tensor.Float64:
		extremeOf[float64](out, in, axes, largest, math.Inf(-1), math.Inf(1))
	case tensor.Int8:
		extremeOf[int8](out, in, axes, largest, math.MinInt8, math.MaxInt8)
	case tensor.Int16:
		extremeOf[int16](out, in, axes, largest, math.MinInt16, math.MaxInt16)
	case tensor.Int32:
		extremeOf[int32](out, in, axes, largest, math.MinInt32, math.MaxInt32)
	case tensor.Int64:
		extremeOf[int64](out, in, axes, largest, math.MinInt64, math.MaxInt64)
	case tensor.Uint8:
		extremeOf[uint8](out, in, axes, largest, 0, math.MaxUint8)
	case tensor.Uint16:
		extremeOf[uint16](out, in, axes, largest, 0, math.MaxUint16)
	case tensor.Uint32:
		extremeOf[uint32](out, in, axes, largest, 0, math.MaxUint32)
	}
}

func extremeOf[T float | integer](out, in *arr, axes Axes, largest bool, lowest, highest T) {
	o, shape := dataOf[T](out), in.Shape()
	for i := range o {
		o[i] = highest
		if largest {
			o[i] = lowest
		}
	}
	if largest {
		walk(reduceView(shape, axes), rowMajor(shape), shape, func(d, s int, a, b []T) { a[d] = max(a[d], b[s]) }, o, dataOf[T](in))
	} else {
		walk(reduceView(shape, axes), rowMajor(shape), shape, func(d, s int, a, b []T) { a[d] = min(a[d], b[s]) }, o, dataOf[T](in))
	}
}

func extremeCases(f func(Axes) graph.Op) []graph.Case {
	nan := float32(math.NaN())
	x := floats([]float32{3, 1, 4, 1.5, 9, 2, 6, 5, -3.5, 8, 9.7, 7}, 2, 3, 2)
	return []graph.Case{
		smooth(f(1), x), smooth(f(2), x), smooth(f(4), x), smooth(f(6), x), smooth(f(7), x),
		rough(f(2), floats([]float32{1, nan, 2, 5, 5, 5}, 2, 3)),
		rough(f(1), tensor.FromSlice([]int32{-4, 7, 1})),
	}
}

// Cases implements graph.Op.
func (ReduceMax) Cases() []graph.Case {
	return extremeCases(func(a Axes) graph.Op { return ReduceMax{a} })
}

// Cases implements graph.Op.
func (ReduceMin) Cases() []graph.Case {
	return extremeCases(func(a Axes) graph.Op { return ReduceMin{a} })
}
