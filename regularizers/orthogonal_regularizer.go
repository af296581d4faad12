package regularizers

import (
	"fmt"

	"github.com/gokeras/keras/internal/config"
	"github.com/gokeras/keras/ops"
)

// OrthogonalRegularizer is the penalty
//
//	Factor·Σ|cos(i, j)| / (n(n-1)/2) over all pairs i < j
//
// of the n rows, or columns, of a matrix, where cos is the cosine of the angle between
// two of them.
type OrthogonalRegularizer struct {
	// Factor is the penalty of a matrix whose rows are all alike; it isn't
	// negative. Default: 0.01.
	Factor *float64 `json:"factor" keras:"default=0.01"`

	// Mode says what is to be at right angles: "rows" or "columns". Default: "rows".
	Mode string `json:"mode" keras:"default=rows"`
}

var _ = config.Register[OrthogonalRegularizer](module)

// Penalty implements [Regularizer]. The weight must be a matrix.
func (r *OrthogonalRegularizer) Penalty(w *ops.Value) *ops.Value {
	const class = "OrthogonalRegularizer"
	if len(w.Shape) != 2 {
		panic(&ops.Error{Func: "regularizer " + class, Err: fmt.Errorf("received a weight of shape %v, expected a matrix", w.Shape)})
	}
	switch r.Mode {
	case "", "rows":
	case "columns":
		w = ops.Transpose(w)
	default:
		panic(&ops.Error{Func: "regularizer " + class, Err: fmt.Errorf("%s: received %q, expected \"rows\" or \"columns\"", "Mode", r.Mode)})
	}
	n := w.Shape[0]
	factor := factorOf(class, "Factor", r.Factor)
	if n < 2 {
		return ops.Const(0, w.DType) // no pairs; Keras has NaN
	}
	// Keras's bound keeps a row of zeros from a division by 0.
	squares := ops.KeepDims(ops.Sum(ops.Square(w), 1), w, 1)
	unit := ops.Multiply(w, ops.Rsqrt(ops.Maximum(squares, ops.FullLike(squares, 1e-14))))
	cos := ops.Matmul(unit, ops.Transpose(unit))
	i := ops.Arange(n, w.DType)
	other := ops.Cast(ops.NotEqual(ops.ExpandDims(i, 1), i), w.DType)
	pairs := float64(n) * float64(n-1) / 2
	return ops.Scale(ops.Sum(ops.Absolute(ops.Multiply(cos, other))), factor*.5/pairs)
}
