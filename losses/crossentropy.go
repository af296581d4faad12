package losses

import (
	"fmt"

	"github.com/gokeras/keras/ops"
)

// logProbability is the logarithm of probabilities along an axis. They are given
// as logits, or as numbers that are first divided by their sum and then clipped to
// [ε, 1-ε]; where they are clipped, no gradient passes.
func logProbability(yPred *ops.Value, at int, logits bool) *ops.Value {
	if logits {
		return ops.LogSoftmax(yPred, at)
	}
	return ops.Log(clip(normalised(yPred, at)))
}

// normalised is x divided by its sum along an axis.
func normalised(x *ops.Value, at int) *ops.Value {
	return ops.Divide(x, ops.KeepDims(ops.Sum(x, at), x, at))
}

func clip(p *ops.Value) *ops.Value { return ops.Clip(p, epsilon, 1-epsilon) }

// smooth moves targets towards the value that all classes have alike.
func smooth(yTrue *ops.Value, s, uniform float64) *ops.Value {
	if s == 0 {
		return yTrue
	}
	return ops.AddScalar(ops.Scale(yTrue, 1-s), s*uniform)
}

// sameShape panics unless yTrue has the shape of yPred.
func sameShape(l Loss, yTrue, yPred *ops.Value) {
	if err := likePredictions(yTrue.Shape, yPred.Shape); err != nil {
		fail(l, "%w", err)
	}
}

func checkSmoothing(s float64) []error {
	if s >= 0 && s <= 1 {
		return nil
	}
	return []error{fmt.Errorf("LabelSmoothing: received %v, expected a number from 0 to 1", s)}
}
