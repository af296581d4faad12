package metrics

import (
	"fmt"

	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/tensor"
)

// columns returns the number of columns of targets and predictions, which must be
// [samples, columns].
func columns(yTrue, yPred ops.Type) (int, error) {
	p := yPred.Shape
	if len(p) != 2 || p[1] == tensor.Unknown || len(yTrue.Shape) > 2 {
		return 0, fmt.Errorf("received targets of shape %v and predictions of shape %v, expected (samples, columns)", yTrue.Shape, p)
	}
	return p[1], nil
}

// sameShape panics unless targets have the shape of the predictions.
func sameShape(yTrue, yPred *ops.Value) {
	if !yTrue.Shape.Equal(yPred.Shape) {
		panic(&ops.Error{At: "targets", Err: fmt.Errorf("received shape %v, expected that of the predictions, %v", yTrue.Shape, yPred.Shape)})
	}
}

// weightOf returns the weight of each element of x, given that of samples or elements.
func weightOf(weight, x *ops.Value) *ops.Value {
	w := ops.Cast(weight, x.DType)
	for len(w.Shape) < len(x.Shape) {
		w = ops.ExpandDims(w, -1)
	}
	return ops.BroadcastTo(w, x.Shape...)
}
