package keras

import (
	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/tensor"
)

// A lossTracker keeps the average of the loss over the batches so far, in which
// each batch counts as many times as it has samples.
type lossTracker struct{ total, count *ops.Variable }

func newLossTracker() *lossTracker {
	return &lossTracker{
		total: ops.NewVariable("total", tensor.New(tensor.Float32)),
		count: ops.NewVariable("count", tensor.New(tensor.Float32)),
	}
}

// update takes up the loss of one batch and returns the average.
func (l *lossTracker) update(t *ops.Trace, loss *ops.Value, samples int) *ops.Value {
	n := float64(samples)
	loss = ops.Cast(loss, tensor.Float32)
	t.Set(l.total, ops.Add(t.Get(l.total), ops.Scale(loss, n)))
	t.Set(l.count, ops.AddScalar(t.Get(l.count), n))
	return ops.DivideNoNaN(t.Get(l.total), t.Get(l.count))
}

func (l *lossTracker) reset() {
	l.total.Store().Fill(0)
	l.count.Store().Fill(0)
}
