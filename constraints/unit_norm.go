package constraints

import (
	"github.com/gokeras/keras/internal/config"
	"github.com/gokeras/keras/ops"
)

// UnitNorm makes every norm 1.
type UnitNorm struct {
	// Axis is along which norms are computed. Default: 0.
	Axis Axes `json:"axis" keras:"default=0"`
}

var _ = config.Register[UnitNorm](module)

// Project implements [Constraint].
func (c *UnitNorm) Project(w *ops.Value) *ops.Value {
	norms := c.Axis.norm(w)
	return rescale(w, norms, ops.OnesLike(norms))
}
