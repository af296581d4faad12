package prim

import (
	"fmt"

	"github.com/gokeras/keras/internal/graph"
	"github.com/gokeras/keras/tensor"
)

// ArgSort is the places (int32) of the elements of x along Axis from the
// smallest to the largest, equal ones in their order, NaN last.
type ArgSort struct{ Axis int }

var _ = graph.Define(ArgSort{})

// Infer implements graph.Op.
func (o ArgSort) Infer(in []typ) ([]typ, error) {
	if err := arity(in, 1); err != nil {
		return nil, err
	}
	if o.Axis < 0 || o.Axis >= len(in[0].Shape) {
		return nil, fmt.Errorf("a shape %v has no axis %d", in[0].Shape, o.Axis)
	}
	return []typ{{DType: tensor.Int32, Shape: in[0].Shape}}, isNumber(in[0].DType)
}

// VJP implements graph.Op: zero.
func (ArgSort) VJP(*node, []*value) []*value { return nil }

// Ref implements graph.Op.
func (o ArgSort) Ref(out, in []*arr) {
	switch in[0].DType() {
	case tensor.Float32:
		argsort[float32](o, out[0], in[0])
	case tensor.Float64:
		argsort[float64](o, out[0], in[0])
	case tensor.Int8:
		argsort[int8](o, out[0], in[0])
	case tensor.Int16:
		argsort[int16](o, out[0], in[0])
	case tensor.Int32:
		argsort[int32](o, out[0], in[0])
	case tensor.Int64:
		argsort[int64](o, out[0], in[0])
	case tensor.Uint8:
		argsort[uint8](o, out[0], in[0])
	case tensor.Uint16:
		argsort[uint16](o, out[0], in[0])
	case tensor.Uint32:
		argsort[uint32](o, out[0], in[0])
	}
}

func argsort[T float | integer](o ArgSort, out, in *arr) {
	z, x := tensor.Data[int32](out), dataOf[T](in)
	outer, n, inner := split(in.Shape(), o.Axis)
	for a := range outer {
		for b := range inner {
			SortPlaces(z[a*n*inner+b:], x[a*n*inner+b:], n, inner)
		}
	}
}

// SortPlaces sets every stride-th of n places to the numbers of the elements of x, which
// lie so too, in growing order.
func SortPlaces[T float | integer](places []int32, x []T, n, stride int) {
	s := lane[T]{places, x, stride}
	for i := range n {
		places[i*stride] = int32(i)
	}
	s.heapsort(n)
}

// lane is one line of an array that is being sorted: places of x, each stride
// elements after the one before. Heapsort needs no memory.
type lane[T float | integer] struct {
	place  []int32
	x      []T
	stride int
}

// less orders by value, then by place, which makes the order total.
func (s lane[T]) less(p, q int32) bool {
	v, w := s.x[int(p)*s.stride], s.x[int(q)*s.stride]
	switch {
	case v < w:
		return true
	case v > w:
		return false
	case v == w:
		return p < q
	}
	vn, wn := v != v, w != w
	if vn != wn {
		return wn
	}
	return p < q
}

func (s lane[T]) heapsort(n int) {
	for i := n/2 - 1; i >= 0; i-- {
		s.down(i, n)
	}
	for i := n - 1; i > 0; i-- {
		s.place[0], s.place[i*s.stride] = s.place[i*s.stride], s.place[0]
		s.down(0, i)
	}
}

func (s lane[T]) down(i, n int) {
	for {
		c := 2*i + 1
		if c >= n {
			return
		}
		if c+1 < n && s.less(s.place[c*s.stride], s.place[(c+1)*s.stride]) {
			c++
		}
		if !s.less(s.place[i*s.stride], s.place[c*s.stride]) {
			return
		}
		s.place[i*s.stride], s.place[c*s.stride] = s.place[c*s.stride], s.place[i*s.stride]
		i = c
	}
}

// Cases implements graph.Op.
func (ArgSort) Cases() []graph.Case {
	x := floats([]float32{3, 9, 9, 1, 2, 0, 5, 5, 5, -1, -2, -1}, 2, 3, 2)
	return []graph.Case{rough(ArgSort{0}, x), rough(ArgSort{1}, x), rough(ArgSort{2}, x),
		rough(ArgSort{0}, tensor.FromSlice([]int64{7, 4, 7, 1}))}
}
