package ops

import (
	"github.com/gokeras/keras/internal/graph"
	"github.com/gokeras/keras/internal/prim"
)

type (
	concatenate struct {
		Axis int `json:"axis" keras:"default=0;always"`
	}
	stack struct {
		Axis int `json:"axis" keras:"default=0;always"`
	}
	appended struct {
		Axis *int `json:"axis" keras:"default=null;always"`
	}
	hstack struct{}
	vstack struct{}
	dstack struct{}
)

var (
	_ = listed[concatenate]("numpy", "Concatenate")
	_ = listed[stack]("numpy", "Stack")
	_ = listed[hstack]("numpy", "Hstack")
	_ = listed[vstack]("numpy", "Vstack")
	_ = listed[dstack]("numpy", "Dstack")
	_ = settings[appended]("numpy", "Append")
)

// Concatenate joins values along an axis.
func Concatenate(xs []*Value, at int) *Value {
	some("Concatenate", xs)
	return do(&concatenate{at}, xs...)
}

func some(fn string, xs []*Value) {
	if len(xs) == 0 {
		Fail(fn, "received no values")
	}
}

// Apply implements [Operation].
func (o *concatenate) Apply(in []*Value) []*Value {
	in = alike(in)
	return []*Value{graph.Apply(prim.Concat{Axis: axis("Concatenate", in[0], o.Axis)}, in...)}
}

// alike converts values to one type.
func alike(in []*Value) []*Value {
	dt := in[0].DType
	for _, x := range in {
		dt = ResultType(dt, x.DType)
	}
	out := make([]*Value, len(in))
	for i, x := range in {
		out[i] = Cast(x, dt)
	}
	return out
}

// Append joins x and y along an axis.
func Append(x, y *Value, at int) *Value { return do(&appended{&at}, x, y) }

// Apply implements [Operation].
func (o *appended) Apply(in []*Value) []*Value {
	x, y := in[0], in[1]
	if o.Axis == nil {
		return []*Value{Concatenate([]*Value{Ravel(x), Ravel(y)}, 0)}
	}
	return []*Value{Concatenate(in, *o.Axis)}
}

// Stack joins values of one shape along a new axis.
func Stack(xs []*Value, at int) *Value {
	some("Stack", xs)
	return do(&stack{at}, xs...)
}

// Apply implements [Operation].
func (o *stack) Apply(in []*Value) []*Value {
	parts := make([]*Value, len(in))
	for i, x := range in {
		if !x.Shape.Equal(in[0].Shape) {
			Fail("Stack", "received values of shapes %v and %v, expected equal ones", in[0].Shape, x.Shape)
		}
		parts[i] = ExpandDims(x, o.Axis)
	}
	return []*Value{Concatenate(parts, o.Axis)}
}

// HStack joins values side by side: along the second axis, or the only one.
func HStack(xs []*Value) *Value {
	some("HStack", xs)
	return do(&hstack{}, xs...)
}

// VStack joins values one below the other: along the first axis, vectors as rows.
func VStack(xs []*Value) *Value {
	some("VStack", xs)
	return do(&vstack{}, xs...)
}

// DStack joins values one behind the other: along the third axis.
func DStack(xs []*Value) *Value {
	some("DStack", xs)
	return do(&dstack{}, xs...)
}

// Apply implements [Operation].
func (*hstack) Apply(in []*Value) []*Value {
	in = atLeast(in, 1)
	return []*Value{Concatenate(in, min(len(in[0].Shape)-1, 1))}
}

// Apply implements [Operation].
func (*vstack) Apply(in []*Value) []*Value { return []*Value{Concatenate(atLeast(in, 2), 0)} }

// Apply implements [Operation].
func (*dstack) Apply(in []*Value) []*Value { return []*Value{Concatenate(atLeast(in, 3), 2)} }

// atLeast gives values n axes at least: a vector is a row, a matrix has one element
// along its third axis.
func atLeast(in []*Value, n int) []*Value {
	out := make([]*Value, len(in))
	for i, x := range in {
		if len(x.Shape) == 0 {
			x = Reshape(x, 1)
		}
		if len(x.Shape) == 1 && n >= 2 {
			x = ExpandDims(x, 0)
		}
		if len(x.Shape) == 2 && n >= 3 {
			x = ExpandDims(x, 2)
		}
		out[i] = x
	}
	return out
}
