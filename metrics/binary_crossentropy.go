package metrics

import (
	"fmt"

	"github.com/gokeras/keras/losses"
	"github.com/gokeras/keras/ops"
)

// BinaryCrossentropy is the average over samples of the cross-entropy between targets
// that are 0 or 1 and predicted probabilities: see [losses.BinaryCrossentropy].
type BinaryCrossentropy struct {
	// FromLogits says that predictions are the inputs of a sigmoid and not its
	// outputs. Default: false.
	FromLogits bool `json:"from_logits" keras:"default=false"`

	// LabelSmoothing s makes targets softer: y becomes y·(1-s) + s/2. Default: 0.
	LabelSmoothing float64 `json:"label_smoothing" keras:"default=0"`

	Base
	down
}

var _ = register[BinaryCrossentropy]("bce")

// Update implements [Metric].
func (m *BinaryCrossentropy) Update(t *ops.Trace, yTrue, yPred, weight *ops.Value) {
	l := &losses.BinaryCrossentropy{FromLogits: m.FromLogits, LabelSmoothing: m.LabelSmoothing}
	m.loss(t, l, yTrue, yPred, weight)
}

func (m *BinaryCrossentropy) check() error { return checkSmoothing(m.LabelSmoothing) }

func checkSmoothing(s float64) error {
	if s >= 0 && s <= 1 {
		return nil
	}
	return fmt.Errorf("LabelSmoothing: received %v, expected a number from 0 to 1", s)
}
