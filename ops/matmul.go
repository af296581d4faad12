package ops

import (
	"github.com/gokeras/keras/internal/graph"
	"github.com/gokeras/keras/internal/prim"
)

var matmulOp = pair("numpy", "Matmul", matmul)

// Matmul is the matrix product of the last axis of x and the last but one of y.
// x [..., n] times y [n, m] gives [..., m]; otherwise leading axes are broadcast.
func Matmul(x, y *Value) *Value { return do(matmulOp, x, y) }

func matmul(x, y *Value) *Value {
	dt := ResultType(x.DType, y.DType)
	x, y = Cast(x, dt), Cast(y, dt)
	if len(x.Shape) < 1 || len(y.Shape) < 1 {
		Fail("Matmul", "received values of shapes %v and %v, expected at least one axis each", x.Shape, y.Shape)
	}
	if len(y.Shape) == 1 {
		z := matmul(x, ExpandDims(y, 1))
		return Squeeze(z, -1)
	}
	if len(x.Shape) == 1 {
		return Squeeze(matmul(ExpandDims(x, 0), y), -2)
	}
	nx, ny := x.Shape[len(x.Shape)-1], y.Shape[len(y.Shape)-2]
	if nx != ny {
		Fail("Matmul", "the last axis of a value of shape %v has size %d, expected %d for a matrix of shape %v", x.Shape, nx, ny, y.Shape)
	}
	if len(y.Shape) == 2 {
		out := append(x.Shape[:len(x.Shape)-1].Clone(), y.Shape[1])
		rows := x.Shape[:len(x.Shape)-1].Size()
		z := graph.Apply(prim.MatMul{}, Reshape(x, rows, nx), y)
		return Reshape(z, out...)
	}
	batch, ok := BroadcastShapes(x.Shape[:len(x.Shape)-2], y.Shape[:len(y.Shape)-2])
	if !ok {
		Fail("Matmul", "values of shapes %v and %v can't be broadcast together", x.Shape, y.Shape)
	}
	x = expand(x, append(batch.Clone(), x.Shape[len(x.Shape)-2:]...))
	y = expand(y, append(batch.Clone(), y.Shape[len(y.Shape)-2:]...))
	return graph.Apply(prim.MatMul{}, x, y)
}
