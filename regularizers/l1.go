package regularizers

import (
	"github.com/gokeras/keras/internal/config"
	"github.com/gokeras/keras/ops"
)

// L1 is the penalty L1·Σ|w|.
type L1 struct {
	// L1 is the factor; it isn't negative. Default: 0.01.
	L1 *float64 `json:"l1" keras:"default=0.01"`
}

var _ = config.Register[L1](module)

// Penalty implements [Regularizer].
func (r *L1) Penalty(w *ops.Value) *ops.Value {
	return ops.Scale(ops.Sum(ops.Absolute(w)), factorOf("L1", "L1", r.L1))
}
