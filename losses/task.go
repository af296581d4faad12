package losses

import "github.com/gokeras/keras/tensor"

// A Task is a kind of classification, as the shapes of targets and predictions tell
// it.
type Task int

// The tasks.
const (
	Categorical Task = iota // targets like predictions: a row of numbers a sample
	Binary                  // predictions [..., 1]
	Sparse                  // targets are class numbers
)

// TaskOf returns the task by which Keras finds out what "accuracy" and "crossentropy"
// mean.
func TaskOf(yTrue, yPred tensor.Shape) Task {
	last := func(s tensor.Shape) int {
		if len(s) == 0 {
			return 0
		}
		return s[len(s)-1]
	}
	switch {
	case last(yPred) == 1:
		return Binary
	case len(yTrue) < len(yPred), last(yTrue) == 1 && last(yPred) > 1:
		return Sparse
	}
	return Categorical
}
