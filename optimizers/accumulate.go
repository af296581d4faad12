package optimizers

import (
	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/tensor"
)

// accumulate records the update by the mean of the gradients since the last one.
// The program is the same at every step: what the update makes of the variables
// is kept at every GradientAccumulationSteps-th step, at others it is dropped.
func (b *Base) accumulate(t *ops.Trace, grads []*ops.Value, update func([]*ops.Value)) {
	k := b.GradientAccumulationSteps
	n := ops.Cast(t.Get(b.iteration), tensor.Float64)
	ready := divisible(ops.AddScalar(n, 1), k)

	changing := append(append([]*ops.Variable{}, b.vars...), b.slots...)
	before := make([]*ops.Value, len(changing))
	for i, v := range changing {
		before[i] = t.Get(v)
	}
	sums, means := make([]*ops.Value, len(grads)), make([]*ops.Value, len(grads))
	for i, g := range grads {
		sums[i] = ops.Add(g, t.Get(b.accumulators[i]))
		means[i] = ops.Divide(sums[i], ops.FullLike(sums[i], float64(k)))
	}
	update(means)
	for i, v := range changing {
		if after := t.Get(v); after != before[i] {
			t.Set(v, ops.Where(ready, after, before[i]))
		}
	}
	for i, a := range b.accumulators {
		t.Set(a, ops.Where(ready, ops.ZerosLike(sums[i]), sums[i]))
	}
}
