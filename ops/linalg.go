package ops

import (
	"github.com/gokeras/keras/internal/graph"
	"github.com/gokeras/keras/internal/prim"
)

// A triangle is the settings of functions that give or take a triangular matrix.
type triangle struct {
	Upper bool `json:"upper" keras:"default=false;always"`
}

type (
	cholesky        triangle
	choleskyInverse triangle
	solveTriangular struct {
		Lower bool `json:"lower" keras:"default=false;always"`
	}
	slogdet struct{}
)

var (
	_        = settings[cholesky]("linalg", "Cholesky")
	_        = settings[choleskyInverse]("linalg", "CholeskyInverse")
	_        = settings[solveTriangular]("linalg", "SolveTriangular")
	_        = settings[slogdet]("numpy", "Slogdet")
	detOp    = unary("linalg", "Det", det)
	logdetOp = unary("math", "Logdet", func(x *Value) *Value { return inverse("Logdet", x)[2] })
	invOp    = unary("linalg", "Inv", func(x *Value) *Value { return inverse("Inv", x)[0] })
	solveOp  = pair("linalg", "Solve", solve)
)

// inverse returns the inverse of square matrices, the sign of the determinant and the
// logarithm of its absolute value.
func inverse(fn string, x *Value) []*Value {
	return graph.ApplyAll(prim.Inverse{}, square(fn, x))
}

// square returns x, which must be square matrices, as floating-point numbers.
func square(fn string, x *Value) *Value {
	if n := len(x.Shape); n < 2 || x.Shape[n-1] != x.Shape[n-2] {
		Fail(fn, "received a value of shape %v, expected square matrices as its last two axes", x.Shape)
	}
	return floating(x)
}

// Inv is the inverse of the matrices of the last two axes of x; NaN where there is none.
func Inv(x *Value) *Value { return do(invOp, x) }

// Det is the determinant of the matrices of the last two axes of x.
func Det(x *Value) *Value { return do(detOp, x) }

func det(x *Value) *Value {
	out := inverse("Det", x)
	return Multiply(StopGradient(out[1]), Exp(out[2]))
}

// Logdet is the logarithm of the determinant of positive definite matrices, the last two
// axes of x.
func Logdet(x *Value) *Value { return do(logdetOp, x) }

// Slogdet returns the sign of the determinant of the matrices of the last two axes of x
// and the logarithm of its absolute value.
func Slogdet(x *Value) (sign, log *Value) {
	out := doAll(&slogdet{}, x)
	return out[0], out[1]
}

// Outputs implements [Several].
func (*slogdet) Outputs([]*Value) int { return 2 }

// Apply implements [Operation].
func (*slogdet) Apply(in []*Value) []*Value {
	out := inverse("Slogdet", in[0])
	return []*Value{StopGradient(out[1]), out[2]}
}

// Solve returns x with a·x = b, for the matrices of the last two axes of a, and vectors
// or matrices b.
func Solve(a, b *Value) *Value { return do(solveOp, a, b) }

func solve(a, b *Value) *Value {
	a, b = square("Solve", a), floating(b)
	return apply("Solve", inverse("Solve", a)[0], b)
}

// apply multiplies matrices by vectors, if there is one axis less, or by matrices.
func apply(fn string, a, b *Value) *Value {
	if len(b.Shape) == len(a.Shape)-1 {
		return Squeeze(Matmul(a, ExpandDims(b, -1)), -1)
	}
	if len(b.Shape) != len(a.Shape) {
		Fail(fn, "received values of shapes %v and %v, expected vectors or matrices for the matrices", a.Shape, b.Shape)
	}
	return Matmul(a, b)
}

// SolveTriangular is [Solve] for triangular matrices: the part of a on the other side of
// the diagonal isn't looked at.
func SolveTriangular(a, b *Value, lower bool) *Value { return do(&solveTriangular{lower}, a, b) }

// Apply implements [Operation].
func (o *solveTriangular) Apply(in []*Value) []*Value {
	a := square("SolveTriangular", in[0])
	if o.Lower {
		a = Tril(a, 0)
	} else {
		a = Triu(a, 0)
	}
	return []*Value{apply("SolveTriangular", inverse("SolveTriangular", a)[0], floating(in[1]))}
}

// Cholesky is the triangular factor L of positive definite matrices, the last two axes of
// x = L·Lᵀ; its transpose if it is to be the upper one.
func Cholesky(x *Value, upper bool) *Value { return do(&cholesky{upper}, x) }

// Apply implements [Operation].
func (o *cholesky) Apply(in []*Value) []*Value {
	l := graph.Apply(prim.Cholesky{}, square("Cholesky", in[0]))
	if o.Upper {
		l = Swapaxes(l, -1, -2)
	}
	return []*Value{l}
}

// CholeskyInverse is the inverse of the matrices whose [Cholesky] is x.
func CholeskyInverse(x *Value, upper bool) *Value { return do(&choleskyInverse{upper}, x) }

// Apply implements [Operation].
func (o *choleskyInverse) Apply(in []*Value) []*Value {
	l := square("CholeskyInverse", in[0])
	if o.Upper {
		l = Swapaxes(l, -1, -2)
	}
	inv := inverse("CholeskyInverse", Tril(l, 0))[0]
	return []*Value{Matmul(Swapaxes(inv, -1, -2), inv)}
}
