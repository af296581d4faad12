package metrics

import (
	"github.com/gokeras/keras/losses"
	"github.com/gokeras/keras/ops"
)

// PearsonCorrelation is the average over samples of the correlation of targets and
// predictions along an axis:
//
//	mean((y - ȳ)·(p - p̄)) / (σ(y)·σ(p))
//
// from -1 to 1, and NaN where targets or predictions are all alike. Targets and
// predictions are [samples, ...].
type PearsonCorrelation struct {
	// Axis is the axis that is correlated along. Default: -1.
	Axis *int `json:"axis" keras:"default=-1"`

	Base
	up
}

var _ = register[PearsonCorrelation]()

// Update implements [Metric].
func (m *PearsonCorrelation) Update(t *ops.Trace, yTrue, yPred, weight *ops.Value) {
	y, p := losses.SameRank(ops.Cast(yTrue, yPred.DType), yPred)
	sameShape(y, p)
	axis := or(m.Axis, -1)
	standard := func(x *ops.Value) *ops.Value {
		x = ops.Subtract(x, ops.KeepDims(ops.Mean(x, axis), x, axis))
		return ops.Divide(x, ops.KeepDims(ops.Std(x, axis), x, axis))
	}
	m.average(t, yPred, ops.Mean(ops.Multiply(standard(y), standard(p)), axis), weight)
}
