package metrics

import (
	"fmt"

	"github.com/gokeras/keras/losses"
	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/tensor"
)

// An fScore counts, of each class or of all together, what is right and wrong, and
// makes a score of that.
type fScore struct {
	*Base
	average         string
	beta, threshold float64
}

const (
	micro    = "micro"
	macro    = "macro"
	weighted = "weighted"
)

func (s fScore) check() error {
	switch s.average {
	case "", micro, macro, weighted:
	default:
		return fmt.Errorf(`Average: received %q, expected "micro", "macro", "weighted" or ""`, s.average)
	}
	if !(s.beta > 0) {
		return fmt.Errorf("Beta: received %v, expected a positive number", s.beta)
	}
	if !(s.threshold >= 0 && s.threshold <= 1) {
		return fmt.Errorf("Threshold: received %v, expected a number above 0, at most 1", s.threshold)
	}
	return nil
}

// build makes the variables, one number for each class.
func (s fScore) build(yTrue, yPred ops.Type) error {
	classes, err := columns(yTrue, yPred)
	if err != nil {
		return err
	}
	shape := tensor.Shape{classes}
	if s.average == micro {
		shape = tensor.Shape{}
	}
	for _, name := range []string{"true_positives", "false_positives", "false_negatives", "intermediate_weights"} {
		if _, err := s.State(name, shape, 0); err != nil {
			return err
		}
	}
	return nil
}

func (s fScore) update(t *ops.Trace, yTrue, yPred, weight *ops.Value) {
	dt := s.states[0].DType()
	y, p := losses.SameRank(ops.Cast(yTrue, dt), ops.Cast(yPred, dt))
	sameShape(y, p)
	p = ops.Cast(s.chosen(p), dt)
	right := ops.Multiply(p, y)
	for i, n := range []*ops.Value{right, ops.Subtract(p, right), ops.Subtract(y, right), y} {
		if weight != nil {
			n = ops.Multiply(n, weightOf(weight, y))
		}
		if s.average == micro {
			n = ops.Sum(n)
		} else {
			n = ops.Sum(n, 0)
		}
		v := s.states[i].Variable
		t.Set(v, ops.Add(t.Get(v), n))
	}
}

// chosen tells which classes are predicted: those above the threshold or, without one,
// all that are as large as the largest and not 0.
func (s fScore) chosen(p *ops.Value) *ops.Value {
	if s.threshold > 0 {
		return ops.Greater(p, ops.Const(s.threshold, p.DType))
	}
	largest := ops.KeepDims(ops.Max(p, -1), p, -1)
	return ops.LogicalAnd(ops.GreaterEqual(p, largest), ops.Greater(ops.Absolute(p), ops.Const(1e-9, p.DType)))
}

func (s fScore) result(t *ops.Trace) *ops.Value {
	count := func(i int) *ops.Value { return t.Get(s.states[i].Variable) }
	right, support := count(0), count(3)
	precision, recall := portion(right, ops.Add(right, count(1))), portion(right, ops.Add(right, count(2)))
	square := s.beta * s.beta
	mean := portion(ops.Multiply(precision, recall), ops.Add(ops.Scale(precision, square), recall))
	score := ops.Scale(mean, 1+square)
	switch s.average {
	case weighted:
		return ops.Sum(ops.Multiply(score, portion(support, ops.Sum(support))))
	case macro:
		return ops.Mean(score)
	}
	return score
}

// portion returns x/(of + 1e-7), as Keras keeps away from 0/0.
func portion(x, of *ops.Value) *ops.Value {
	return ops.Divide(x, ops.AddScalar(of, 1e-7))
}
