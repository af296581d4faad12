package metrics

import (
	"errors"
	"fmt"
	"slices"

	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/tensor"
)

// AUC is the area under a curve that a classifier of two classes draws as its threshold
// goes from 1 to 0, approximated by that of so many thresholds: 1 if all is right, and
// under the ROC curve 0.5 for guesses. Targets and predictions are [samples, ...] of the
// same shape, predictions from 0 to 1.
type AUC struct {
	// NumThresholds is the number of thresholds, at least 2. Default: 200.
	NumThresholds int `json:"num_thresholds" keras:"default=200"`

	// Curve is "ROC" for the recall over the rate of false positives, "PR" for the
	// precision over the recall, or "PRGAIN" for the gains of these. Default: "ROC".
	Curve string `json:"curve" keras:"default=ROC"`

	// SummationMethod says how the area between two thresholds is added up:
	// "interpolation" by the mean of the two ends, of "PR" by interpolating counts as in Davis
	// and Goadrich 2006; "minoring" by the smaller, "majoring" by the larger one.
	// Default: "interpolation".
	SummationMethod string `json:"summation_method" keras:"default=interpolation"`

	// Thresholds takes the place of NumThresholds: numbers from 0 to 1, beside which 0 and
	// 1 always are. Default: as NumThresholds says.
	Thresholds []float64 `json:"thresholds"`

	// MultiLabel takes the areas of all labels, the second of two axes, apart and returns
	// their mean. Default: false.
	MultiLabel bool `json:"multi_label" keras:"default=false"`

	// NumLabels is the number of labels if there are several. Default: that of the predictions.
	NumLabels int `json:"num_labels"`

	// LabelWeights is how much each label counts. Default: 1.
	LabelWeights []float64 `json:"label_weights"`

	// FromLogits says that predictions are logits: their sigmoid is taken. Default: false.
	FromLogits bool `json:"from_logits" keras:"default=false"`

	Base
	confusion
	up
}

var _ = register[AUC]()

const (
	roc           = "ROC"
	pr            = "PR"
	prGain        = "PRGAIN"
	interpolation = "interpolation"
	minoring      = "minoring"
	majoring      = "majoring"
)

// beyond is how far the outer thresholds are beyond 0 and 1, Keras's epsilon.
const beyond = 1e-7

// Build implements [Metric].
func (m *AUC) Build(_, yPred ops.Type) error {
	inner := slices.Sorted(slices.Values(m.Thresholds))
	if m.Thresholds == nil {
		n := m.NumThresholds
		if n == 0 {
			n = 200
		}
		inner = spread(n)[1 : n-1]
	}
	m.thresholds = slices.Concat([]float64{-beyond}, inner, []float64{1 + beyond})
	m.labels, m.weights = 0, m.LabelWeights
	if m.MultiLabel {
		if len(yPred.Shape) != 2 || yPred.Shape[1] == tensor.Unknown {
			return fmt.Errorf("MultiLabel: received predictions of shape %v, expected two axes, the second the labels", yPred.Shape)
		}
		if m.labels = yPred.Shape[1]; m.NumLabels != 0 && m.NumLabels != m.labels {
			return fmt.Errorf("NumLabels: received %d for predictions of shape %v", m.NumLabels, yPred.Shape)
		}
		if n := len(m.LabelWeights); n != 0 && n != m.labels {
			return fmt.Errorf("LabelWeights: received %d numbers, expected one for each of the %d labels", n, m.labels)
		}
	}
	return m.build(&m.Base, truePositives, falsePositives, trueNegatives, falseNegatives)
}

// Update implements [Metric].
func (m *AUC) Update(t *ops.Trace, yTrue, yPred, weight *ops.Value) {
	if m.FromLogits {
		yPred = ops.Sigmoid(yPred)
	}
	m.count(t, &m.Base, yTrue, yPred, weight, truePositives, falsePositives, trueNegatives, falseNegatives)
}

// Result implements [Metric].
func (m *AUC) Result(t *ops.Trace) *ops.Value {
	tp, fp, tn, fn := fourCounts(t, &m.Base)
	if m.curve() == pr && m.summation() == interpolation {
		return m.total(interpolated(tp, fp, fn))
	}
	var x, y *ops.Value
	switch m.curve() {
	case roc:
		x, y = ratio(fp, tn), ratio(tp, fn)
	case pr:
		x, y = ratio(tp, fn), ratio(tp, fp)
	default:
		x, y = gains(tp, fp, tn, fn)
	}
	left, right := halves(y)
	var height *ops.Value
	switch m.summation() {
	case minoring:
		height = ops.Minimum(left, right)
	case majoring:
		height = ops.Maximum(left, right)
	default:
		height = ops.Scale(ops.Add(left, right), .5)
	}
	from, to := halves(x)
	return m.total(ops.Multiply(ops.Subtract(from, to), height))
}

// halves returns all elements but the last, and all but the first.
func halves(x *ops.Value) (left, right *ops.Value) {
	n := x.Shape[0]
	return ops.SliceAxis(x, 0, 0, n-1), ops.SliceAxis(x, 0, 1, n)
}

// gains returns the gains of recall and precision (Flach and Kull 2015). Without true positives
// they are 0 and 1, and recall gains nothing where it is less than chance.
func gains(tp, fp, tn, fn *ops.Value) (recall, precision *ops.Value) {
	odds := ops.DivideNoNaN(ops.Add(tp, fn), ops.Add(tn, fp))
	gain := func(wrong *ops.Value) *ops.Value {
		return ops.Subtract(ops.OnesLike(tp), ops.Multiply(odds, ops.DivideNoNaN(wrong, tp)))
	}
	none := ops.Equal(tp, ops.ZerosLike(tp))
	recall = ops.Where(none, ops.ZerosLike(tp), gain(fn))
	return ops.Maximum(recall, ops.ZerosLike(tp)), ops.Where(none, ops.OnesLike(tp), gain(fp))
}

// interpolated returns the areas under the curve of precision over recall between
// thresholds, along which true positives are taken as a line over all positives.
func interpolated(tp, fp, fn *ops.Value) *ops.Value {
	zeros := func(x *ops.Value) *ops.Value { return ops.Maximum(x, ops.ZerosLike(x)) }
	tpLeft, tpRight := halves(tp)
	left, right := halves(ops.Add(tp, fp))
	_, positives := halves(ops.Add(tp, fn))
	more := ops.Subtract(tpLeft, tpRight)
	slope := ops.DivideNoNaN(more, zeros(ops.Subtract(left, right)))
	intercept := ops.Subtract(tpRight, ops.Multiply(slope, right))
	zero := ops.ZerosLike(left)
	both := ops.LogicalAnd(ops.Greater(left, zero), ops.Greater(right, zero))
	growth := ops.Where(both, ops.DivideNoNaN(left, zeros(right)), ops.OnesLike(left))
	area := ops.Multiply(slope, ops.Add(more, ops.Multiply(intercept, ops.Log(growth))))
	return ops.DivideNoNaN(area, zeros(positives))
}

// total adds up areas, and takes the mean over labels.
func (m *AUC) total(areas *ops.Value) *ops.Value {
	if !m.MultiLabel {
		return ops.Sum(areas)
	}
	each := ops.Sum(areas, 0)
	if m.LabelWeights == nil {
		return ops.Mean(each)
	}
	w := ops.Cast(ops.Constant(tensor.FromSlice(m.LabelWeights)), each.DType)
	return ops.DivideNoNaN(ops.Sum(ops.Multiply(each, w)), ops.Sum(w))
}

func (m *AUC) curve() string {
	switch m.Curve {
	case "":
		return roc
	case "pr":
		return pr
	case "roc":
		return roc
	case "prgain":
		return prGain
	}
	return m.Curve
}

func (m *AUC) summation() string {
	switch m.SummationMethod {
	case "", "Interpolation":
		return interpolation
	case "Majoring":
		return majoring
	case "Minoring":
		return minoring
	}
	return m.SummationMethod
}

func (m *AUC) check() error {
	errs := []error{(&confusion{thresholds: m.Thresholds}).check()}
	if n := m.NumThresholds; n != 0 && n < 2 {
		errs = append(errs, fmt.Errorf("NumThresholds: received %d, expected at least 2", n))
	}
	if !slices.Contains([]string{roc, pr, prGain}, m.curve()) {
		errs = append(errs, fmt.Errorf("Curve: received %q, expected %q, %q or %q", m.Curve, roc, pr, prGain))
	}
	if !slices.Contains([]string{interpolation, minoring, majoring}, m.summation()) {
		errs = append(errs, fmt.Errorf("SummationMethod: received %q, expected %q, %q or %q", m.SummationMethod, interpolation, minoring, majoring))
	}
	if m.NumLabels != 0 && !m.MultiLabel {
		errs = append(errs, fmt.Errorf("NumLabels: received %d without MultiLabel, expected none", m.NumLabels))
	}
	return errors.Join(errs...)
}
