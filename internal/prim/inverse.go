package prim

import (
	"fmt"
	"math"

	"github.com/gokeras/keras/internal/graph"
	"github.com/gokeras/keras/tensor"
)

// Inverse is the inverse of square matrices, of the last two axes of x. Further outputs
// are the sign and the logarithm of the absolute value of the determinant, and the rows
// (int32) that were exchanged on the way. A matrix that has no inverse gives NaN.
type Inverse struct{}

var _ = graph.Define(Inverse{})

// Infer implements graph.Op.
func (Inverse) Infer(in []typ) ([]typ, error) {
	t, err := squares(in)
	if err != nil {
		return nil, err
	}
	n := len(t.Shape)
	batch := typ{DType: t.DType, Shape: t.Shape[:n-2].Clone()}
	return []typ{t, batch, batch, {DType: tensor.Int32, Shape: t.Shape[:n-1].Clone()}}, nil
}

// squares is the shape rule of what takes square matrices.
func squares(in []typ) (typ, error) {
	if err := arity(in, 1); err != nil {
		return typ{}, err
	}
	s := in[0].Shape
	if n := len(s); n < 2 || s[n-1] != s[n-2] {
		return typ{}, fmt.Errorf("received a shape %v, expected square matrices", s)
	}
	return in[0], isFloat(in[0].DType)
}

// flipped is the transposes of the matrices of x.
func flipped(x *value) *value {
	n := len(x.Shape)
	perm := make([]int, n)
	for i := range perm {
		perm[i] = i
	}
	perm[n-1], perm[n-2] = n-2, n-1
	return apply(Transpose{Perm: graph.DimsOf(perm...)}, x)
}

// VJP implements graph.Op: with B the inverse of A, dB = -B·dA·B, and the logarithm of
// the determinant changes by the trace of B·dA.
func (Inverse) VJP(n *node, g []*value) []*value {
	t := flipped(n.Out[0])
	var sum *value
	if g[0] != nil {
		sum = apply(Neg{}, apply(MatMul{}, apply(MatMul{}, t, g[0]), t))
	}
	if g[2] != nil {
		k := len(t.Shape)
		d := apply(Mul{}, t, spread(g[2], t.Shape, AxesOf(k-2, k-1)))
		if sum == nil {
			sum = d
		} else {
			sum = apply(Add{}, sum, d)
		}
	}
	return []*value{sum}
}

// Ref implements graph.Op.
func (Inverse) Ref(out, in []*arr) {
	copy(out[0].Bytes(), in[0].Bytes())
	if in[0].DType() == tensor.Float32 {
		inverses(out, float32(math.NaN()))
	} else {
		inverses(out, math.NaN())
	}
}

func inverses[T float](out []*arr, nan T) {
	a, sign, log := dataOf[T](out[0]), dataOf[T](out[1]), dataOf[T](out[2])
	rows := tensor.Data[int32](out[3])
	s := out[0].Shape()
	n := s[len(s)-1]
	for i := range sign {
		d, l := invert(a[i*n*n:(i+1)*n*n], rows[i*n:(i+1)*n])
		sign[i], log[i] = T(d), T(l)
		if d == 0 {
			for j := range n * n {
				a[i*n*n+j] = nan
			}
		}
	}
}

// invert makes a matrix its inverse by Gauss's and Jordan's elimination, choosing in
// each column the largest element that is left.
func invert[T float](a []T, rows []int32) (sign, log float64) {
	n := len(rows)
	sign = 1
	for k := range n {
		p := k
		for i := k + 1; i < n; i++ {
			if abs(a[i*n+k]) > abs(a[p*n+k]) {
				p = i
			}
		}
		rows[k] = int32(p)
		if p != k {
			sign = -sign
			for j := range n {
				a[k*n+j], a[p*n+j] = a[p*n+j], a[k*n+j]
			}
		}
		pivot := a[k*n+k]
		if pivot == 0 || pivot != pivot {
			for i := k; i < n; i++ {
				rows[i] = int32(i)
			}
			return 0, math.Inf(-1)
		}
		if pivot < 0 {
			sign = -sign
		}
		log += math.Log(math.Abs(float64(pivot)))
		a[k*n+k] = 1
		for j := range n {
			a[k*n+j] /= pivot
		}
		for i := range n {
			f := a[i*n+k]
			if i == k || f == 0 {
				continue
			}
			a[i*n+k] = 0
			for j := range n {
				a[i*n+j] -= f * a[k*n+j]
			}
		}
	}
	for k := n - 1; k >= 0; k-- {
		if p := int(rows[k]); p != k {
			for i := range n {
				a[i*n+k], a[i*n+p] = a[i*n+p], a[i*n+k]
			}
		}
	}
	return sign, log
}

func abs[T float](x T) T {
	if x < 0 {
		return -x
	}
	return x
}

// regular is well-conditioned matrices, for Cases.
var regular = []float32{2, .5, -1, .3, 3, .2, -.4, 1, 2.5, 1, 2, 0, -3, .5, 1, 2, 1, -1}

// Cases implements graph.Op.
func (o Inverse) Cases() []graph.Case {
	return []graph.Case{
		smooth(o, floats(regular, 2, 3, 3)),
		smooth(o, tensor.FromSlice([]float64{0, 2, 1, 1}, 2, 2)),
		rough(o, floats([]float32{1, 2, 2, 4}, 2, 2)),
		rough(o, floats(nil, 0, 2, 2)),
	}
}
