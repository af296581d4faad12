package metrics

import (
	"errors"
	"fmt"

	"github.com/gokeras/keras/losses"
	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/tensor"
)

// R2Score is the coefficient of determination, which part of the variance of targets
// the predictions account for:
//
//	1 - Σ w·(y - p)² / Σ w·(y - ȳ)²
//
// of each column, over all batches. It is 1 if all is right, 0 for predictions no better
// than the mean ȳ, and below 0 for worse ones. A column all of whose targets are alike
// scores 0, and NaN if the predictions are right; the result is NaN before the first
// batch. Targets and predictions are [samples, columns]. As in Keras, a mask of
// predictions does not count.
type R2Score struct {
	// ClassAggregation says how the scores of columns become one. Default: UniformAverage.
	ClassAggregation Aggregation `json:"class_aggregation" keras:"default=uniform_average;null=none"`

	// NumRegressors is the number p of independent variables of an adjusted score,
	// 1 - (1 - R²)·(n - 1)/(n - p - 1), where n is how many targets there are, as Keras counts:
	// those of all columns. While n is not above p + 1 the score is not adjusted. Default: 0.
	NumRegressors int `json:"num_regressors" keras:"default=0"`

	Base
	up
}

var _ = register[R2Score]()

// An Aggregation says how the scores of the columns become one.
type Aggregation string

// The aggregations.
const (
	// UniformAverage is the mean.
	UniformAverage Aggregation = "uniform_average"

	// VarianceWeightedAverage is the mean by the variance of the targets.
	VarianceWeightedAverage Aggregation = "variance_weighted_average"

	// NoAggregation is an array with the score of each column. The methods of a model, which
	// report numbers, refuse that if there are several.
	NoAggregation Aggregation = "none"
)

// MarshalConfig writes null, as Keras does, for NoAggregation.
func (a Aggregation) MarshalConfig() (any, error) {
	if a == NoAggregation {
		return nil, nil
	}
	return string(a), nil
}

func (m *R2Score) check() error {
	var errs []error
	switch m.ClassAggregation {
	case "", UniformAverage, VarianceWeightedAverage, NoAggregation:
	default:
		errs = append(errs, fmt.Errorf(`ClassAggregation: received %q, expected "uniform_average", "variance_weighted_average" or "none"`, m.ClassAggregation))
	}
	if m.NumRegressors < 0 {
		errs = append(errs, fmt.Errorf("NumRegressors: received %d, expected a number from 0", m.NumRegressors))
	}
	return errors.Join(errs...)
}

// Build implements [Metric].
func (m *R2Score) Build(yTrue, yPred ops.Type) error {
	n, err := columns(yTrue, yPred)
	if err != nil {
		return err
	}
	if _, err := m.State("num_samples", tensor.Shape{}, 0); err != nil {
		return err
	}
	for _, name := range []string{"squared_sum", "sum", "residual", "count"} {
		if _, err := m.State(name, tensor.Shape{n}, 0); err != nil {
			return err
		}
	}
	return nil
}

// Update implements [Metric].
func (m *R2Score) Update(t *ops.Trace, yTrue, yPred, weight *ops.Value) {
	dt := m.states[0].DType()
	y, p := losses.SameRank(ops.Cast(yTrue, dt), ops.Cast(yPred, dt))
	sameShape(y, p)
	w := ops.OnesLike(y)
	if weight != nil {
		w = weightOf(weight, y)
	}
	wy := ops.Multiply(y, w)
	for i, x := range []*ops.Value{
		ops.Const(float64(y.Size()), dt),
		ops.Sum(ops.Multiply(y, wy), 0),
		ops.Sum(wy, 0),
		ops.Sum(ops.Multiply(ops.Square(ops.Subtract(y, p)), w), 0),
		ops.Sum(w, 0),
	} {
		v := m.states[i].Variable
		t.Set(v, ops.Add(t.Get(v), x))
	}
}

// Result implements [Metric].
func (m *R2Score) Result(t *ops.Trace) *ops.Value {
	state := func(i int) *ops.Value { return t.Get(m.states[i].Variable) }
	squares, sum, residual, count := state(1), state(2), state(3), state(4)
	total := ops.Subtract(squares, ops.Multiply(sum, ops.Divide(sum, count)))
	one := ops.Const(1, total.DType)
	score := ops.Subtract(one, ops.Divide(residual, total))
	score = ops.Where(ops.IsInf(score), ops.ZerosLike(score), score)
	switch m.ClassAggregation {
	case NoAggregation:
	case VarianceWeightedAverage:
		score = ops.Divide(ops.Sum(ops.Multiply(total, score)), ops.Sum(total))
	default:
		score = ops.Mean(score)
	}
	if m.NumRegressors == 0 {
		return score
	}
	n, p := state(0), ops.Const(float64(m.NumRegressors), total.DType)
	before := ops.Subtract(n, one)
	left := ops.Subtract(before, p)
	adjusted := ops.Subtract(one, ops.Divide(ops.Multiply(ops.Subtract(one, score), before), left))
	return ops.Where(ops.Greater(left, ops.ZerosLike(left)), adjusted, score)
}
