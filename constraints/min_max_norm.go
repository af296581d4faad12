package constraints

import (
	"github.com/gokeras/keras/internal/config"
	"github.com/gokeras/keras/ops"
)

// MinMaxNorm brings norms into the range from MinValue to MaxValue, or a part of the way
// there.
type MinMaxNorm struct {
	// MinValue is the smallest norm. Default: 0.
	MinValue float64 `json:"min_value" keras:"default=0.0"`

	// MaxValue is the greatest norm. Default: 1.
	MaxValue *float64 `json:"max_value" keras:"default=1.0"`

	// Rate is the part of the way that a norm goes at every step: 1 is all of it.
	// Default: 1.
	Rate *float64 `json:"rate" keras:"default=1.0"`

	// Axis is along which norms are computed. Default: 0.
	Axis Axes `json:"axis" keras:"default=0"`
}

var _ = config.Register[MinMaxNorm](module)

// Project implements [Constraint].
func (c *MinMaxNorm) Project(w *ops.Value) *ops.Value {
	norms, rate := c.Axis.norm(w), or(c.Rate, 1)
	want := ops.Scale(ops.Clip(norms, c.MinValue, or(c.MaxValue, 1)), rate)
	return rescale(w, norms, ops.Add(want, ops.Scale(norms, 1-rate)))
}
