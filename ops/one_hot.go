package ops

import (
	"github.com/gokeras/keras/internal/graph"
	"github.com/gokeras/keras/internal/prim"
	"github.com/gokeras/keras/tensor"
)

// A oneHot is the settings of [OneHot].
type oneHot struct {
	Classes int   `json:"num_classes" keras:"default=0;always"`
	Axis    *int  `json:"axis" keras:"default=-1;always"`
	DType   dtype `json:"dtype" keras:"default=null;plain;always"`
	Sparse  bool  `json:"sparse" keras:"default=false;always"`
}

type multiHot oneHot

var (
	_ = settings[oneHot]("nn", "OneHot")
	_ = settings[multiHot]("nn", "MultiHot")
)

// OneHot turns class numbers [...] into [..., classes]: 1 at the class, 0
// elsewhere. A number out of range gives zeros.
func OneHot(labels *Value, classes int, dt tensor.DType) *Value {
	return OneHotAlong(labels, classes, -1, dt)
}

// OneHotAlong is OneHot with the classes as axis at of the result.
func OneHotAlong(labels *Value, classes, at int, dt tensor.DType) *Value {
	return do(&oneHot{classes, &at, dtype(dt.String()), false}, labels)
}

// Apply implements [Operation].
func (o *oneHot) Apply(in []*Value) []*Value {
	l := in[0]
	if !l.DType.IsInteger() {
		l = Cast(l, tensor.Int32)
	}
	if o.Classes < 0 {
		Fail("OneHot", "received %d classes, expected a positive number", o.Classes)
	}
	i := graph.Apply(prim.Iota{DType: tensor.Int32, N: o.Classes})
	y := Cast(Equal(Cast(ExpandDims(l, -1), tensor.Int32), i), o.DType.or("OneHot", tensor.Float32))
	if at := or(o.Axis, -1); at != -1 && at != len(l.Shape) {
		y = Moveaxis(y, -1, at)
	}
	return []*Value{y}
}

// MultiHot turns the class numbers along the last axis into [..., classes]: 1 at each
// class, 0 elsewhere.
func MultiHot(labels *Value, classes int, dt tensor.DType) *Value {
	return do(&multiHot{Classes: classes, DType: dtype(dt.String())}, labels)
}

// Apply implements [Operation].
func (o *multiHot) Apply(in []*Value) []*Value {
	y := (*oneHot)(o).Apply(in)[0]
	reduced := 0
	if len(in[0].Shape) > 1 {
		reduced = 1
	}
	if at := or(o.Axis, -1); at >= 0 && at <= reduced {
		reduced++
	}
	if len(in[0].Shape) == 0 {
		return []*Value{y}
	}
	return []*Value{Max(y, reduced)}
}
