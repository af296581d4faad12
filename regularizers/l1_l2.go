package regularizers

import (
	"github.com/gokeras/keras/internal/config"
	"github.com/gokeras/keras/ops"
)

// L1L2 is the penalty L1·Σ|w| + L2·Σw².
type L1L2 struct {
	// L1 is the factor of the absolute values; it isn't negative. Default: 0.
	L1 float64 `json:"l1" keras:"default=0.0"`

	// L2 is the factor of the squares; it isn't negative. Default: 0.
	L2 float64 `json:"l2" keras:"default=0.0"`
}

var _ = config.Register[L1L2](module)

// Penalty implements [Regularizer].
func (r *L1L2) Penalty(w *ops.Value) *ops.Value {
	sum := ops.Const(0, w.DType)
	if checked("L1L2", "L1", r.L1) != 0 {
		sum = (&L1{&r.L1}).Penalty(w)
	}
	if checked("L1L2", "L2", r.L2) != 0 {
		sum = ops.Add(sum, (&L2{&r.L2}).Penalty(w))
	}
	return sum
}
