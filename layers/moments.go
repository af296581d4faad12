package layers

import (
	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/tensor"
)

// moments returns the mean of x along the axes, and the variance: the mean of the squares
// of the differences from it. Along the axes both have size 1.
func moments(x *ops.Value, axes []int) (mean, variance *ops.Value) {
	mean = ops.KeepDims(ops.Mean(x, axes...), x, axes...)
	return mean, ops.KeepDims(ops.Mean(ops.Square(ops.Subtract(x, mean)), axes...), x, axes...)
}

// scaling returns what a mean and a variance, a scale and an offset come to, of which the
// last two may be nil:
//
//	gamma·(x-mean)/√(variance+epsilon) + beta = x·factor + offset
//
// If they have fewer elements than x, x is passed over once.
func scaling(mean, variance *ops.Value, epsilon float64, gamma, beta *ops.Value) (factor, offset *ops.Value) {
	factor = ops.Rsqrt(ops.AddScalar(variance, epsilon))
	if gamma != nil {
		factor = ops.Multiply(factor, gamma)
	}
	offset = ops.Negative(ops.Multiply(mean, factor))
	if beta != nil {
		offset = ops.Add(offset, beta)
	}
	return factor, offset
}

// unit divides x by its norm along the axes, or by epsilon where the norm is smaller.
func unit(x *ops.Value, axes []int, epsilon float64) *ops.Value {
	inverse := ops.Rsqrt(ops.KeepDims(ops.Sum(ops.Square(x), axes...), x, axes...))
	return ops.Multiply(x, ops.Minimum(inverse, ops.FullLike(inverse, 1/epsilon)))
}

// broadcastable returns the value of a variable in a shape, and nil if there is none.
func broadcastable(t *ops.Trace, v *ops.Variable, shape tensor.Shape) *ops.Value {
	if v == nil {
		return nil
	}
	return ops.Reshape(t.Get(v), shape...)
}
