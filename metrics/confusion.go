package metrics

import (
	"errors"
	"fmt"
	"math"
	"slices"

	"github.com/gokeras/keras/losses"
	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/tensor"
)

// A confusion counts how often predictions above each of some thresholds are right and
// wrong. Metrics keep what they need of it.
type confusion struct {
	thresholds []float64
	topK       int  // how many of the largest predictions stay, 0 for all
	classID    *int // the class that alone counts, nil for all
	labels     int  // for each of which is counted apart, 0 for none

	weights []float64 // of labels
}

// An outcome is what can become of a prediction. Its name is that of the variable that
// counts it.
type outcome string

const (
	truePositives  outcome = "true_positives"
	falsePositives outcome = "false_positives"
	trueNegatives  outcome = "true_negatives"
	falseNegatives outcome = "false_negatives"
)

// below is less than all predictions: the threshold with which K predictions are chosen.
const below = -1e10

// build makes the variables for outcomes, in that order.
func (c *confusion) build(b *Base, outcomes ...outcome) error {
	shape := tensor.Shape{len(c.thresholds)}
	if c.labels > 0 {
		shape = append(shape, c.labels)
	}
	for _, o := range outcomes {
		if _, err := b.State(string(o), shape, 0); err != nil {
			return err
		}
	}
	return nil
}

// count records that a batch is counted in the variables that build made for these
// outcomes.
func (c *confusion) count(t *ops.Trace, b *Base, yTrue, yPred, weight *ops.Value, outcomes ...outcome) {
	dt := b.states[0].DType()
	y, p := losses.SameRank(ops.Cast(yTrue, dt), ops.Cast(yPred, dt))
	sameShape(y, p)
	if c.topK > 0 {
		p = largestOnly(p, c.topK)
	}
	if c.classID != nil {
		n := len(p.Shape)
		if n < 2 || *c.classID < 0 || *c.classID >= p.Shape[n-1] {
			panic(&ops.Error{At: "ClassID", Err: fmt.Errorf("received %d, expected a class of predictions of shape %v", *c.classID, p.Shape)})
		}
		y, p = ops.SliceAxis(y, -1, *c.classID, *c.classID+1), ops.SliceAxis(p, -1, *c.classID, *c.classID+1)
	}
	y = ops.Cast(ops.Cast(y, tensor.Bool), dt)
	columns := max(c.labels, 1)
	w := c.weight(weight, y)
	flat := func(x *ops.Value) *ops.Value { return ops.Reshape(x, -1, columns) }
	trues, falses := y, ops.Subtract(ops.OnesLike(y), y)
	if w != nil {
		trues, falses = ops.Multiply(trues, w), ops.Multiply(falses, w)
	}
	trues, falses, p = flat(trues), flat(falses), flat(p)

	above := c.above(p)
	total := func(x *ops.Value) *ops.Value { return ops.Sum(x, 0) }
	for i, o := range outcomes {
		var n *ops.Value
		switch o {
		case truePositives:
			n = above(trues)
		case falsePositives:
			n = above(falses)
		case trueNegatives:
			n = ops.Subtract(total(falses), above(falses))
		case falseNegatives:
			n = ops.Subtract(total(trues), above(trues))
		}
		v := b.states[i].Variable
		t.Set(v, ops.Add(t.Get(v), ops.Reshape(n, v.Shape()...)))
	}
}

// weight returns the weight of each element, nil if all are 1.
func (c *confusion) weight(weight, y *ops.Value) *ops.Value {
	var w *ops.Value
	if weight != nil {
		w = weightOf(weight, y)
	}
	if c.weights != nil && c.labels == 0 {
		if n := len(y.Shape); n == 0 || y.Shape[n-1] != len(c.weights) {
			panic(&ops.Error{At: "LabelWeights", Err: fmt.Errorf("received %d numbers, expected one for each column of predictions of shape %v", len(c.weights), y.Shape)})
		}
		l := ops.Cast(ops.Constant(tensor.FromSlice(c.weights)), y.DType)
		l = ops.BroadcastTo(l, y.Shape...)
		if w == nil {
			return l
		}
		w = ops.Multiply(w, l)
	}
	return w
}

// above returns what adds up, for each threshold, the elements of an array that belong to
// predictions above it: of shape (samples, columns) to (thresholds, columns).
func (c *confusion) above(p *ops.Value) func(x *ops.Value) *ops.Value {
	n := len(c.thresholds)
	if !c.even() {
		at := ops.Reshape(ops.Cast(ops.Constant(tensor.FromSlice(c.thresholds)), p.DType), n, 1, 1)
		is := ops.Cast(ops.Greater(ops.ExpandDims(p, 0), at), p.DType)
		return func(x *ops.Value) *ops.Value { return ops.Sum(ops.Multiply(is, ops.ExpandDims(x, 0)), 1) }
	}
	// As Keras does, so that rounding is the same: a prediction falls between two
	// thresholds, and counts for all up to the lower one.
	between := ops.Subtract(ops.Ceil(ops.Scale(ops.Clip(p, 0, 1), float64(n-1))), ops.OnesLike(p))
	if c.thresholds[0] < 0 {
		between = ops.Relu(between)
	}
	columns := p.Shape[1]
	between = ops.Cast(between, tensor.Int32)
	// Each column has segments of its own; those of predictions that are above no
	// threshold lie behind.
	segments := ops.Add(between, ops.Scale(ops.Arange(columns, tensor.Int32), float64(n)))
	segments = ops.Where(ops.Less(between, ops.Const(0, tensor.Int32)), ops.FullLike(segments, float64(n*columns)), segments)
	segments = ops.Reshape(segments, -1)
	return func(x *ops.Value) *ops.Value {
		sums := ops.SegmentSum(ops.Reshape(x, -1), segments, n*columns+1)
		sums = ops.Transpose(ops.Reshape(ops.SliceAxis(sums, 0, 0, n*columns), columns, n))
		return ops.Flip(ops.CumSum(ops.Flip(sums, 0), 0), 0)
	}
}

// even tells whether the thresholds are from 0 to 1, all as far apart.
func (c *confusion) even() bool {
	n := len(c.thresholds)
	if n < 3 {
		return false
	}
	for i, x := range c.thresholds {
		want := float64(float32(i)) / float64(n-1)
		if !(math.Abs(x-want) <= 1e-7+1e-5*want) {
			return false
		}
	}
	return true
}

// check returns what is wrong with the settings.
func (c *confusion) check() error {
	var errs []error
	for _, x := range c.thresholds {
		if !(x >= 0 && x <= 1) {
			errs = append(errs, fmt.Errorf("Thresholds: received %v, expected numbers from 0 to 1", x))
		}
	}
	if c.topK < 0 {
		errs = append(errs, fmt.Errorf("TopK: received %d, expected a positive number", c.topK))
	}
	if c.classID != nil && *c.classID < 0 {
		errs = append(errs, fmt.Errorf("ClassID: received %d, expected the number of a class", *c.classID))
	}
	return errors.Join(errs...)
}

// largestOnly makes all but the k largest predictions of each row lower than any
// threshold.
func largestOnly(p *ops.Value, k int) *ops.Value {
	last := p.Shape[len(p.Shape)-1]
	_, places := ops.TopK(p, min(k, last))
	kept := ops.Sum(ops.OneHot(places, last, p.DType), -2)
	rest := ops.Subtract(ops.OnesLike(kept), kept)
	return ops.Add(ops.Multiply(p, kept), ops.Scale(rest, below))
}

// spread returns n thresholds from 0 to 1, as far apart; of one it is 0.5.
func spread(n int) []float64 {
	if n == 1 {
		return []float64{.5}
	}
	list := make([]float64, n)
	for i := range list {
		list[i] = float64(i) / float64(n-1)
	}
	return list
}

// chosen returns the thresholds that are set: one, or some, or else the default.
func chosen(one *float64, some []float64, topK int) []float64 {
	switch {
	case one != nil:
		return []float64{*one}
	case some != nil:
		return slices.Clone(some)
	case topK > 0:
		return []float64{below}
	}
	return []float64{.5}
}

// ratio returns a/(a+b), 0 where both are.
func ratio(a, b *ops.Value) *ops.Value { return ops.DivideNoNaN(a, ops.Add(a, b)) }

// single returns the element of an array that has but one, else the array.
func single(x *ops.Value) *ops.Value {
	if x.Size() == 1 {
		return ops.Reshape(x)
	}
	return x
}

// counted is embedded by metrics that are a single count.
type counted struct{ confusion }

func (c *counted) set(b *Base, one *float64, some []float64) error {
	c.thresholds = chosen(one, some, 0)
	_, err := b.State("accumulator", tensor.Shape{len(c.thresholds)}, 0)
	return err
}

func (c *counted) result(t *ops.Trace, b *Base) *ops.Value {
	return single(t.Get(b.states[0].Variable))
}

func checkThresholds(one *float64, some []float64) error {
	if one != nil && some != nil {
		return fmt.Errorf("Thresholds: received %v beside a Threshold of %v, expected one of the two", some, *one)
	}
	if some != nil && len(some) == 0 {
		return errors.New("Thresholds: received an empty list, expected at least one number")
	}
	return (&confusion{thresholds: chosen(one, some, 0)}).check()
}
