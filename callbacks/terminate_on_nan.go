package callbacks

import (
	"errors"
	"fmt"
	"math"
)

// ErrInvalidLoss is the error of a loss that is NaN or infinite, where a
// [TerminateOnNaN] with RaiseError watches it.
var ErrInvalidLoss = errors.New("the loss is NaN or infinite")

// TerminateOnNaN stops training after a batch whose loss is NaN or infinite.
type TerminateOnNaN struct {
	// RaiseError says whether training ends with ErrInvalidLoss, and without
	// OnTrainEnd being called. Default: false, it stops as if it were done.
	RaiseError bool `json:"raise_error"`

	Base
}

// OnTrainBatchEnd implements [Callback].
func (t *TerminateOnNaN) OnTrainBatchEnd(batch int, logs Logs) error {
	loss, ok := logs["loss"]
	switch {
	case !ok || !math.IsNaN(loss) && !math.IsInf(loss, 0):
		return nil
	case t.RaiseError:
		return fmt.Errorf("batch %d: received %v: %w", batch, loss, ErrInvalidLoss)
	}
	t.model.StopTraining()
	return t.say(1, "Batch %d: Invalid loss, terminating training", batch)
}
