package metrics

import (
	"fmt"
	"math"

	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/tensor"
)

// sameClasses panics unless targets and predictions have the same shape, one number
// for each class.
func sameClasses(yTrue, yPred *ops.Value) {
	if len(yPred.Shape) > 0 && yTrue.Shape.Equal(yPred.Shape) {
		return
	}
	panic(&ops.Error{At: "targets", Err: fmt.Errorf("received shape %v, expected one-hot rows of shape %v; "+
		"for class numbers use SparseCategoricalAccuracy or SparseTopKCategoricalAccuracy", yTrue.Shape, yPred.Shape)})
}

// classNumbers returns targets, of shape [...] or [..., 1], as [...]. It panics
// unless predictions are [..., classes].
func classNumbers(yTrue, yPred *ops.Value) *ops.Value {
	n := len(yPred.Shape)
	y := yTrue
	if len(y.Shape) == n && n > 0 && y.Shape[n-1] == 1 {
		y = ops.Squeeze(y, -1)
	}
	if n > 0 && y.Shape.Equal(yPred.Shape[:n-1]) {
		return y
	}
	panic(&ops.Error{At: "targets", Err: fmt.Errorf("received shape %v, expected class numbers of shape %v for predictions of shape %v; "+
		"for one-hot rows use CategoricalAccuracy or TopKCategoricalAccuracy", yTrue.Shape, yPred.Shape[:max(n-1, 0)], yPred.Shape)})
}

// inTopK is 1 where fewer than k predictions are larger than that of the class, and
// else 0. A prediction that is NaN, or of no class there is, is less than all.
func inTopK(class, yPred *ops.Value, k int) *ops.Value {
	at := ops.ExpandDims(ops.Cast(class, tensor.Int32), -1)
	own := ops.TakeAlongAxis(yPred, at, -1)
	own = ops.Where(ops.IsNaN(own), ops.Const(math.Inf(-1), own.DType), own)
	larger := ops.Sum(ops.Cast(ops.Greater(yPred, own), tensor.Int32), -1)
	return ops.Cast(ops.Less(larger, ops.Const(float64(k), tensor.Int32)), tensor.Float32)
}
