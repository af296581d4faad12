package metrics

import (
	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/tensor"
)

// Sum is the sum of values: Σ(v·w). The values are the second argument of Update,
// yPred, of shape [samples, ...] or a scalar; the first may be nil.
type Sum struct {
	Base

	total *ops.Variable
}

var _ = register[Sum]()

// Build implements [Metric].
func (m *Sum) Build(_, _ ops.Type) (err error) {
	m.total, err = m.State("total", tensor.Shape{}, 0)
	return err
}

// Update implements [Metric].
func (m *Sum) Update(t *ops.Trace, _, values, weight *ops.Value) {
	v, _ := samples(t, values, weight, m.total.DType(), ops.Sum)
	t.Set(m.total, ops.Add(t.Get(m.total), ops.Sum(v)))
}

// Result implements [Metric].
func (m *Sum) Result(t *ops.Trace) *ops.Value { return t.Get(m.total) }
