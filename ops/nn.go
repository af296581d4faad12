package ops

import (
	"github.com/gokeras/keras/internal/graph"
	"github.com/gokeras/keras/internal/prim"
	"github.com/gokeras/keras/tensor"
)

// Matmul is the matrix product of the last axis of x and the last but one of y.
// x [..., n] times y [n, m] gives [..., m]; otherwise leading axes are broadcast.
func Matmul(x, y *Value) *Value {
	dt := ResultType(x.DType, y.DType)
	x, y = Cast(x, dt), Cast(y, dt)
	if len(x.Shape) < 1 || len(y.Shape) < 1 {
		Fail("Matmul", "received values of shapes %v and %v, expected at least one axis each", x.Shape, y.Shape)
	}
	if len(y.Shape) == 1 {
		z := Matmul(x, ExpandDims(y, 1))
		return Squeeze(z, -1)
	}
	if len(x.Shape) == 1 {
		return Squeeze(Matmul(ExpandDims(x, 0), y), -2)
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

// Softmax is eˣ divided by its sum along an axis.
func Softmax(x *Value, at int) *Value {
	x = floating(x)
	e := Exp(shifted(x, at))
	return Divide(e, KeepDims(Sum(e, at), x, at))
}

// LogSoftmax is the logarithm of Softmax.
func LogSoftmax(x *Value, at int) *Value {
	s := shifted(floating(x), at)
	return Subtract(s, KeepDims(Log(Sum(Exp(s), at)), x, at))
}

// shifted is x less its largest element along an axis, which changes no softmax
// and keeps exponentials from overflowing.
func shifted(x *Value, at int) *Value {
	return Subtract(x, StopGradient(KeepDims(Max(x, at), x, at)))
}

// LogSumExp is ln Σeˣ along an axis.
func LogSumExp(x *Value, at int) *Value {
	x = floating(x)
	top := StopGradient(Max(x, at))
	return Add(Log(Sum(Exp(shifted(x, at)), at)), top)
}

// OneHot turns class numbers [...] into [..., classes]: 1 at the class, 0
// elsewhere. A number out of range gives zeros.
func OneHot(labels *Value, classes int, dt tensor.DType) *Value {
	l := labels
	if !l.DType.IsInteger() {
		l = Cast(l, tensor.Int32)
	}
	i := graph.Apply(prim.Iota{DType: tensor.Int32, N: classes})
	return Cast(Equal(Cast(ExpandDims(l, -1), tensor.Int32), i), dt)
}

// Arange is the numbers 0, 1, …, n-1.
func Arange(n int, dt tensor.DType) *Value { return graph.Apply(prim.Iota{DType: dt, N: n}) }

// Dropout sets elements of x to zero with probability rate and divides the
// others by 1-rate. Which ones depends only on the key; see [Trace.Key].
func Dropout(x, key *Value, rate float64) *Value {
	return graph.Apply(prim.Dropout{Rate: rate}, floating(x), key)
}

// RandomUniform is float32 numbers evenly spread over [0, 1) that depend only on
// the key; see [Trace.Key].
func RandomUniform(key *Value, shape ...int) *Value {
	return graph.Apply(prim.RandomUniform{Shape: graph.DimsOf(shape...)}, key)
}

// Constant returns an array that is known when the program is made. It must not
// be changed afterwards.
func Constant(t *tensor.Tensor) *Value { return graph.Apply(prim.Literal{Array: t}) }
