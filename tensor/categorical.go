package tensor

import (
	"errors"
	"fmt"
)

// ToCategorical returns labels, numbers from 0 to numClasses-1, as rows of
// float32 that are 1 at the place of the label and 0 elsewhere. Of labels of
// shape (…) the result has shape (…, numClasses); a last axis of size 1 of more
// than one is dropped before. Fractions of labels are cut off. Without
// numClasses, which is 0 then, there are as many as the greatest label asks for.
//
// It is keras.utils.to_categorical but for the type, which is float64 there, and
// for negative labels, which count from the end there and are an error here.
func ToCategorical(labels *Tensor, numClasses int) (*Tensor, error) {
	if labels == nil {
		return nil, errors.New("to_categorical: labels: received nil")
	}
	shape := labels.shape.Clone()
	if n := len(shape); n > 1 && shape[n-1] == 1 {
		shape = shape[:n-1]
	}
	at := Data[int64](labels.Cast(Int64))
	if numClasses < 0 {
		return nil, fmt.Errorf("to_categorical: num_classes: received %d, expected a positive number", numClasses)
	}
	classes := int64(numClasses)
	if numClasses == 0 {
		if len(at) == 0 {
			return nil, errors.New("to_categorical: received no labels and no num_classes, expected one of the two")
		}
		for _, label := range at {
			classes = max(classes, label+1)
		}
	}
	if most := int64(1) << 34; len(at) > 0 && classes > most/int64(len(at)) {
		return nil, fmt.Errorf("to_categorical: received %d labels of %d classes, expected at most %d elements", len(at), classes, most)
	}
	c := New(Float32, append(shape, int(classes))...)
	out := Data[float32](c)
	for i, label := range at {
		if label < 0 || label >= classes {
			return nil, fmt.Errorf("to_categorical: labels: received %d as label %d, expected a number from 0 to %d", label, i, classes-1)
		}
		out[i*int(classes)+int(label)] = 1
	}
	return c, nil
}
