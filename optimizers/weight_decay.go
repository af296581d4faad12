package optimizers

import "github.com/gokeras/keras/ops"

// decayWeights records w = w - w·WeightDecay·rate.
func (b *Base) decayWeights(t *ops.Trace, rate *ops.Value) {
	decay := or(b.decay, b.WeightDecay)
	if decay == 0 {
		return
	}
	part := ops.Scale(rate, decay)
	for _, v := range b.vars {
		if b.excluded[v] || b.pattern != nil && b.pattern.MatchString(v.Name) {
			continue
		}
		w := t.Get(v)
		t.Set(v, ops.Subtract(w, ops.Multiply(w, part)))
	}
}
