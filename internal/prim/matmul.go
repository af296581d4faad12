package prim

import (
	"fmt"

	"github.com/gokeras/keras/internal/graph"
	"github.com/gokeras/keras/tensor"
)

// MatMul is the matrix product x·y over the last two axes, of xᵀ or yᵀ where
// the flags say so. Leading axes are equal and stand for a batch of products.
type MatMul struct{ TransX, TransY bool }

var _ = graph.Define(MatMul{})

// Sizes returns what the product of the given shapes computes: batch matrices
// of m rows and n columns, each element a sum of k products.
func (o MatMul) Sizes(x, y tensor.Shape) (batch, m, k, n int) {
	r := len(x)
	batch = x[:r-2].Size()
	m, k, n = x[r-2], x[r-1], y[r-1]
	if o.TransX {
		m, k = k, m
	}
	if o.TransY {
		n = y[r-2]
	}
	return batch, m, k, n
}

// Infer implements graph.Op.
func (o MatMul) Infer(in []typ) ([]typ, error) {
	if err := arity(in, 2); err != nil {
		return nil, err
	}
	x, y := in[0].Shape, in[1].Shape
	r := len(x)
	if r < 2 || len(y) != r || !x[:r-2].Equal(y[:r-2]) {
		return nil, fmt.Errorf("can't multiply matrices of shapes %v and %v", x, y)
	}
	if in[0].DType != in[1].DType {
		return nil, fmt.Errorf("the operands' element types differ: %v and %v", in[0].DType, in[1].DType)
	}
	_, m, k, n := o.Sizes(x, y)
	ky := y[r-2]
	if o.TransY {
		ky = y[r-1]
	}
	if k != ky {
		return nil, fmt.Errorf("can't multiply matrices of shapes %v and %v: the inner sizes are %d and %d", x, y, k, ky)
	}
	out := append(x[:r-2].Clone(), m, n)
	return []typ{{DType: in[0].DType, Shape: out}}, isNumber(in[0].DType)
}

// VJP implements graph.Op: for z = x·y, dx = dz·yᵀ and dy = xᵀ·dz.
func (o MatMul) VJP(n *node, g []*value) []*value {
	x, y, d := n.In[0], n.In[1], g[0]
	var gx, gy *value
	if o.TransX {
		gx = apply(MatMul{TransX: o.TransY, TransY: true}, y, d)
	} else {
		gx = apply(MatMul{TransY: !o.TransY}, d, y)
	}
	if o.TransY {
		gy = apply(MatMul{TransX: true, TransY: o.TransX}, d, x)
	} else {
		gy = apply(MatMul{TransX: !o.TransX}, x, d)
	}
	return []*value{gx, gy}
}

// Ref implements graph.Op. Sums of float32 are kept in double precision.
func (o MatMul) Ref(out, in []*arr) {
	switch out[0].DType() {
	case tensor.Float32:
		matmul[float32, float64](o, out[0], in)
	case tensor.Float64:
		matmul[float64, float64](o, out[0], in)
	case tensor.Int8:
		matmul[int8, int64](o, out[0], in)
	case tensor.Int16:
		matmul[int16, int64](o, out[0], in)
	case tensor.Int32:
		matmul[int32, int64](o, out[0], in)
	case tensor.Int64:
		matmul[int64, int64](o, out[0], in)
	case tensor.Uint8:
		matmul[uint8, int64](o, out[0], in)
	case tensor.Uint16:
		matmul[uint16, int64](o, out[0], in)
	case tensor.Uint32:
		matmul[uint32, int64](o, out[0], in)
	}
}

// matmul multiplies matrices of T, with sums in S.
func matmul[T float | integer, S float64 | int64](o MatMul, out *arr, in []*arr) {
	z, x, y := dataOf[T](out), dataOf[T](in[0]), dataOf[T](in[1])
	batch, m, k, n := o.Sizes(in[0].Shape(), in[1].Shape())
	xi, xk := k, 1
	if o.TransX {
		xi, xk = 1, m
	}
	yk, yj := n, 1
	if o.TransY {
		yk, yj = 1, k
	}
	for b := range batch {
		z, x, y := z[b*m*n:], x[b*m*k:], y[b*k*n:]
		for i := range m {
			for j := range n {
				var sum S
				for l := range k {
					sum += S(x[i*xi+l*xk]) * S(y[l*yk+j*yj])
				}
				z[i*n+j] = T(sum)
			}
		}
	}
}

// Cases implements graph.Op.
func (MatMul) Cases() []graph.Case {
	var cs []graph.Case
	for _, s := range [][3]int{{2, 3, 4}, {1, 5, 1}, {7, 1, 3}, {33, 40, 35}} {
		m, k, n := s[0], s[1], s[2]
		for f := range 4 {
			o := MatMul{f&1 != 0, f&2 != 0}
			xs, ys := []int{m, k}, []int{k, n}
			if o.TransX {
				xs = []int{k, m}
			}
			if o.TransY {
				ys = []int{n, k}
			}
			cs = append(cs, smooth(o, floats(ramp(m*k, -1, 1), xs...), floats(ramp(k*n, 1, -.5), ys...)))
		}
	}
	return append(cs,
		smooth(MatMul{}, floats(ramp(12, -1, 1), 2, 2, 3), floats(ramp(12, 1, 2), 2, 3, 2)),
		smooth(MatMul{TransY: true}, floats(ramp(12, -1, 1), 2, 2, 3), floats(ramp(12, 1, 2), 2, 2, 3)),
		smooth(MatMul{}, tensor.FromSlice([]float64{1, 2}, 1, 2), tensor.FromSlice([]float64{3, 4}, 2, 1)),
		rough(MatMul{}, tensor.FromSlice([]int32{1, 2}, 1, 2), tensor.FromSlice([]int32{3, 4}, 2, 1)),
		rough(MatMul{}, floats(nil, 2, 0), floats(nil, 0, 3)))
}
