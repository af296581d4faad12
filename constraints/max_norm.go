package constraints

import (
	"github.com/gokeras/keras/internal/config"
	"github.com/gokeras/keras/ops"
)

// MaxNorm makes norms greater than MaxValue that large (Srivastava and others, 2014).
type MaxNorm struct {
	// MaxValue is the greatest norm. Default: 2.
	MaxValue *float64 `json:"max_value" keras:"default=2"`

	// Axis is along which norms are computed. Default: 0.
	Axis Axes `json:"axis" keras:"default=0"`
}

var _ = config.Register[MaxNorm](module)

// Project implements [Constraint].
func (c *MaxNorm) Project(w *ops.Value) *ops.Value {
	norms := c.Axis.norm(w)
	return rescale(w, norms, ops.Clip(norms, 0, or(c.MaxValue, 2)))
}
