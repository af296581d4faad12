package plan

import (
	"github.com/gokeras/keras/internal/graph"
	"github.com/gokeras/keras/internal/prim"
	"github.com/gokeras/keras/tensor"
)

// convolution makes products of matrices of convolutions, and of their gradients, in
// which each place belongs to one window only: those with a kernel of one place, and
// those whose kernel covers the image.
func convolution(s *simplifier, op graph.Op, in []*graph.Value) *graph.Value {
	var sizes prim.ConvSizes
	var err error
	var m prim.MatMul
	switch op := op.(type) {
	case prim.Conv:
		sizes, err = op.Sizes(in[0].Shape, in[1].Shape)
	case prim.ConvInput:
		sizes, err = op.Sizes(in[0].Shape, in[1].Shape)
		m.TransY = true
	case prim.ConvKernel:
		sizes, err = op.Sizes(in[0].Shape, in[1].Shape)
		m.TransX = true
	default:
		return nil
	}
	if err != nil || sizes.Groups != 1 || !apart(&sizes.Slide) {
		return nil
	}
	out, _ := op.Infer([]graph.Type{in[0].Type, in[1].Type})
	taps := sizes.Size[0] * sizes.Size[1] * sizes.Size[2]
	windows := sizes.Batch * sizes.Out[0] * sizes.Out[1] * sizes.Out[2]
	x, kernel, y := tensor.Shape{windows, taps * sizes.Channels}, tensor.Shape{taps * sizes.Channels, sizes.Filters}, tensor.Shape{windows, sizes.Filters}
	shapes := [2]tensor.Shape{x, kernel}
	if m.TransY {
		shapes[0] = y
	}
	if m.TransX {
		shapes[1] = y
	}
	matrix := func(i int) *graph.Value { return s.one(prim.Reshape{Shape: graph.DimsOf(shapes[i]...)}, in[i]) }
	return s.one(prim.Reshape{Shape: graph.DimsOf(out[0].Shape...)}, s.one(m, matrix(0), matrix(1)))
}

// apart tells whether the places of each window follow each other, and then those of
// the next one.
func apart(s *prim.Slide) bool {
	single, whole := true, true
	for i := range 3 {
		single = single && s.Size[i] == 1 && s.Stride[i] == 1 && s.Out[i] == s.In[i]
		whole = whole && s.Size[i] == s.In[i] && s.Out[i] == 1 && s.Dilation[i] == 1
	}
	return s.Lo == [3]int{} && (single || whole)
}
