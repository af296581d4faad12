package metrics

import (
	"errors"
	"fmt"

	"github.com/gokeras/keras/ops"
)

// A tradeOff is what metrics have in common that look for the best threshold for which
// something else is good enough.
type tradeOff struct{ confusion }

func (f *tradeOff) set(b *Base, thresholds int, classID *int) error {
	if thresholds == 0 {
		thresholds = 200
	}
	f.thresholds, f.classID = spread(thresholds), classID
	return f.build(b, truePositives, falsePositives, trueNegatives, falseNegatives)
}

func (f *tradeOff) update(t *ops.Trace, b *Base, yTrue, yPred, weight *ops.Value) {
	f.count(t, b, yTrue, yPred, weight, truePositives, falsePositives, trueNegatives, falseNegatives)
}

// rates are what the counts come to, for each threshold. The recall is also called
// sensitivity.
type rates struct{ recall, specificity, precision *ops.Value }

func (f *tradeOff) rates(t *ops.Trace, b *Base) rates {
	tp, fp, tn, fn := fourCounts(t, b)
	return rates{ratio(tp, fn), ratio(tn, fp), ratio(tp, fp)}
}

// fourCounts returns the counts of metrics that keep all of them.
func fourCounts(t *ops.Trace, b *Base) (tp, fp, tn, fn *ops.Value) {
	return t.Get(b.states[0].Variable), t.Get(b.states[1].Variable), t.Get(b.states[2].Variable), t.Get(b.states[3].Variable)
}

// best returns the largest element of wanted where that of given is at least so much, 0
// if it is nowhere.
func best(given *ops.Value, least float64, wanted *ops.Value) *ops.Value {
	enough := ops.GreaterEqual(given, ops.FullLike(given, least))
	return ops.Max(ops.Where(enough, wanted, ops.ZerosLike(wanted)))
}

func (f *tradeOff) checkWith(name string, x float64, thresholds int, classID *int) error {
	errs := []error{(&confusion{classID: classID}).check()}
	if !(x >= 0 && x <= 1) {
		errs = append(errs, fmt.Errorf("%s: received %v, expected a number from 0 to 1", name, x))
	}
	if thresholds < 0 {
		errs = append(errs, fmt.Errorf("NumThresholds: received %d, expected a positive number", thresholds))
	}
	return errors.Join(errs...)
}
