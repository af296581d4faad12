package optimizers

import "github.com/gokeras/keras/ops"

// decayWeights records w = w - w·WeightDecay·rate.
func (b *Base) decayWeights(t *ops.Trace, rate *ops.Value) {
	for _, v := range b.vars {
		decay := b.WeightDecay
		if b.decay != nil {
			decay = b.decay(v)
		}
		if decay == 0 || b.excluded[v] || b.pattern != nil && b.pattern.MatchString(v.Name) {
			continue
		}
		w := t.Get(v)
		t.Set(v, ops.Subtract(w, ops.Multiply(w, ops.Scale(rate, decay))))
	}
}
