package regularizers

import (
	"github.com/gokeras/keras/internal/config"
	"github.com/gokeras/keras/ops"
)

// L2 is the penalty L2·Σw².
type L2 struct {
	// L2 is the factor; it isn't negative. Default: 0.01.
	L2 *float64 `json:"l2" keras:"default=0.01"`
}

var _ = config.Register[L2](module)

// Penalty implements [Regularizer].
func (r *L2) Penalty(w *ops.Value) *ops.Value {
	return ops.Scale(ops.Sum(ops.Square(w)), factorOf("L2", "L2", r.L2))
}
