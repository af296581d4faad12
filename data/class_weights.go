package data

import (
	"fmt"
	"math"

	"github.com/gokeras/keras/tensor"
)

// ClassWeights returns the weight of each sample's class, of shape (n,). The
// class is the place of the greatest number on the last axis of y, of shape
// (n, classes), or, for shapes (n,) and (n, 1), the number itself, rounded
// half to even. A class that has no weight weighs 1.
func ClassWeights(y *tensor.Tensor, weights map[int]float64) (*tensor.Tensor, error) {
	classes, shape := 1, y.Shape()
	if len(shape) == 2 {
		classes = shape[1]
	}
	if len(shape) < 1 || len(shape) > 2 || classes == 0 {
		return nil, fmt.Errorf("data: class_weight: received y of shape %v, expected (n,) or (n, classes)", shape)
	}
	labels := tensor.Data[float64](y.Cast(tensor.Float64))
	w := make([]float32, y.Len())
	for i := range w {
		row := labels[i*classes : (i+1)*classes]
		class := int(math.RoundToEven(row[0]))
		if classes > 1 {
			class = argmax(row)
		}
		w[i] = 1
		if v, ok := weights[class]; ok {
			w[i] = float32(v)
		}
	}
	return tensor.FromSlice(w), nil
}

// argmax returns the first place of the greatest number; NaN is the greatest.
func argmax(row []float64) int {
	at := 0
	for i, v := range row {
		if math.IsNaN(v) {
			return i
		}
		if v > row[at] {
			at = i
		}
	}
	return at
}
