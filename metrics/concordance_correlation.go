package metrics

import (
	"github.com/gokeras/keras/losses"
	"github.com/gokeras/keras/ops"
)

// ConcordanceCorrelation is the average over samples of the concordance of targets and
// predictions along an axis, how near they are to being the same:
//
//	2·mean((y - ȳ)·(p - p̄)) / (σ²(y) + σ²(p) + (ȳ - p̄)²)
//
// from -1 to 1, and 0 where targets or predictions are all alike. Targets and
// predictions are [samples, ...]. After L. I. Lin, A concordance correlation coefficient
// to evaluate reproducibility, Biometrics 45 (1989).
type ConcordanceCorrelation struct {
	// Axis is the axis that is correlated along. Default: -1.
	Axis *int `json:"axis" keras:"default=-1"`

	Base
	up
}

var _ = register[ConcordanceCorrelation]()

// Update implements [Metric].
func (m *ConcordanceCorrelation) Update(t *ops.Trace, yTrue, yPred, weight *ops.Value) {
	y, p := losses.SameRank(ops.Cast(yTrue, yPred.DType), yPred)
	sameShape(y, p)
	axis := or(m.Axis, -1)
	yMean, yVar := ops.Moments(y, true, axis)
	pMean, pVar := ops.Moments(p, true, axis)
	both := ops.Add(ops.Add(yVar, pVar), ops.Square(ops.Subtract(yMean, pMean)))
	// Keras takes the same mean from both: Σ(p - p̄) being 0, any will do for y.
	covariance := ops.Multiply(ops.Subtract(y, pMean), ops.Subtract(p, pMean))
	m.average(t, yPred, ops.Mean(portion(ops.Scale(covariance, 2), both), axis), weight)
}
