package prim

import (
	"math"

	"github.com/gokeras/keras/internal/graph"
	"github.com/gokeras/keras/tensor"
)

// Cholesky is the lower triangular L of square matrices, of the last two axes of x, with
// L·Lᵀ = ½(x + xᵀ). A matrix that isn't positive definite gives NaN.
type Cholesky struct{}

var _ = graph.Define(Cholesky{})

// Infer implements graph.Op.
func (Cholesky) Infer(in []typ) ([]typ, error) {
	t, err := squares(in)
	return []typ{t}, err
}

// VJP implements graph.Op (Murray, 2016): the gradient by x is ½(S + Sᵀ) with
// S = L⁻ᵀ·Φ(Lᵀ·g)·L⁻¹, where Φ keeps the lower triangle and half of the diagonal.
func (Cholesky) VJP(n *node, g []*value) []*value {
	l := n.Out[0]
	inv := apply(Inverse{}, l)
	k := l.Shape[len(l.Shape)-1]
	phi := tensor.New(l.DType, l.Shape...)
	for i := range phi.Size() {
		switch r, c := i/k%k, i%k; {
		case r == c:
			setFloat(phi, i, .5)
		case r > c:
			setFloat(phi, i, 1)
		}
	}
	p := apply(Mul{}, apply(MatMul{}, flipped(l), g[0]), apply(Literal{Array: phi}))
	s := apply(MatMul{}, apply(MatMul{}, flipped(inv), p), inv)
	return []*value{scale(apply(Add{}, s, flipped(s)), .5)}
}

// setFloat sets an element of floating-point numbers.
func setFloat(t *arr, i int, v float64) {
	if t.DType() == tensor.Float32 {
		tensor.Data[float32](t)[i] = float32(v)
	} else {
		tensor.Data[float64](t)[i] = v
	}
}

// Ref implements graph.Op.
func (Cholesky) Ref(out, in []*arr) {
	s := in[0].Shape()
	n := s[len(s)-1]
	if in[0].DType() == tensor.Float32 {
		choleskies(dataOf[float32](out[0]), dataOf[float32](in[0]), n)
	} else {
		choleskies(dataOf[float64](out[0]), dataOf[float64](in[0]), n)
	}
}

func choleskies[T float](l, x []T, n int) {
	for m := 0; m < len(x); m += n * n {
		cholesky(l[m:m+n*n], x[m:m+n*n], n)
	}
}

func cholesky[T float](l, x []T, n int) {
	clear(l)
	for i := range n {
		for j := range i + 1 {
			sum := (float64(x[i*n+j]) + float64(x[j*n+i])) / 2
			for k := range j {
				sum -= float64(l[i*n+k]) * float64(l[j*n+k])
			}
			if i == j {
				l[i*n+i] = T(math.Sqrt(sum)) // NaN goes on from here
			} else {
				l[i*n+j] = T(sum / float64(l[j*n+j]))
			}
		}
	}
	if l[n*n-1] != l[n*n-1] {
		for i := range l {
			l[i] = l[n*n-1]
		}
	}
}

// Cases implements graph.Op.
func (o Cholesky) Cases() []graph.Case {
	return []graph.Case{
		smooth(o, floats([]float32{4, 1, .5, 1, 3, -.2, .5, -.2, 2, 9, 2, 1, 2, 5, 0, 1, 0, 3}, 2, 3, 3)),
		smooth(o, tensor.FromSlice([]float64{2, 1, 1, 2}, 2, 2)),
		rough(o, floats([]float32{1, 2, 2, 1}, 2, 2)),
		rough(o, floats(nil, 0, 2, 2)),
	}
}
