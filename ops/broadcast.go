package ops

import (
	"slices"

	"github.com/gokeras/keras/internal/graph"
	"github.com/gokeras/keras/internal/prim"
	"github.com/gokeras/keras/tensor"
)

func constOp(dt tensor.DType, v float64) graph.Op { return prim.Const{DType: dt, Value: v} }

func expand(x *Value, shape tensor.Shape) *Value {
	if x.Shape.Equal(shape) {
		return x
	}
	return graph.Apply(prim.Broadcast{Shape: graph.DimsOf(shape...)}, x)
}

type broadcastTo struct {
	Shape list `json:"shape" keras:"default=[];always"`
}

var _ = settings[broadcastTo]("numpy", "BroadcastTo")

// BroadcastTo repeats x along new leading axes and axes of size 1 to the shape.
func BroadcastTo(x *Value, shape ...int) *Value { return do(&broadcastTo{shape}, x) }

// Apply implements [Operation].
func (o *broadcastTo) Apply(in []*Value) []*Value {
	return []*Value{expand(in[0], tensor.Shape(o.Shape))}
}

// BroadcastShapes returns the shape that operands of shapes a and b are
// broadcast to; ok is false if there is none.
func BroadcastShapes(a, b tensor.Shape) (shape tensor.Shape, ok bool) {
	if len(a) < len(b) {
		a, b = b, a
	}
	shape = a.Clone()
	skip := len(a) - len(b)
	for i, d := range b {
		switch e := a[skip+i]; {
		case d == e || d == 1:
		case e == 1:
			shape[skip+i] = d
		default:
			return nil, false
		}
	}
	return shape, true
}

// ResultType returns the type that arrays of types a and b are converted to
// before they are combined: bool gives way to integers and integers to
// floating-point numbers; of two integers, the one that holds both, if any.
func ResultType(a, b tensor.DType) tensor.DType {
	switch {
	case a == b:
		return a
	case a == tensor.Bool:
		return b
	case b == tensor.Bool:
		return a
	case a.IsFloat() && b.IsFloat():
		return tensor.Float64
	case a.IsFloat():
		return a
	case b.IsFloat():
		return b
	}
	signed := []tensor.DType{tensor.Int8, tensor.Int16, tensor.Int32, tensor.Int64}
	sa, sb := slices.Contains(signed, a), slices.Contains(signed, b)
	if sa == sb {
		if a.Size() > b.Size() {
			return a
		}
		return b
	}
	if sb {
		a, b = b, a
	}
	// a is signed, b is not: the smallest signed type that holds both.
	if a.Size() > b.Size() {
		return a
	}
	if b.Size() >= 8 {
		return tensor.Float32
	}
	return signed[slices.IndexFunc(signed, func(d tensor.DType) bool { return d.Size() == 2*b.Size() })]
}

// together converts and broadcasts the operands of fn to one type.
func together(fn string, x, y *Value) (*Value, *Value) {
	dt := ResultType(x.DType, y.DType)
	shape, ok := BroadcastShapes(x.Shape, y.Shape)
	if !ok {
		Fail(fn, "operands of shapes %v and %v can't be broadcast together", x.Shape, y.Shape)
	}
	return expand(Cast(x, dt), shape), expand(Cast(y, dt), shape)
}
