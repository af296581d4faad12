package optimizers

import (
	"fmt"

	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/tensor"
)

// average records the moving averages of the weights: before the first update is
// done the weights themselves, then momentum·average + (1-momentum)·w. At every
// EMAOverwriteFrequency-th update the averages replace the weights.
func (b *Base) average(t *ops.Trace, done *ops.Value) {
	kept := ops.Where(ops.Equal(done, ops.ZerosLike(done)),
		ops.ZerosLike(done), ops.FullLike(done, or(b.EMAMomentum, .99)))
	momentum := ops.Cast(kept, b.vars[0].DType())
	rest := ops.Subtract(ops.OnesLike(momentum), momentum)

	var overwrite *ops.Value
	if f := b.EMAOverwriteFrequency; f > 0 {
		overwrite = divisible(ops.AddScalar(done, 1), f)
	}
	for i, v := range b.vars {
		w, a := t.Get(v), b.averages[i]
		average := ops.Add(ops.Multiply(momentum, t.Get(a)), ops.Multiply(rest, w))
		t.Set(a, average)
		if overwrite != nil {
			t.Set(v, ops.Where(overwrite, average, w))
		}
	}
}

// Finalize ends a training: if UseEMA is set, the averages replace the weights.
// It must not be called while a program that trains them runs. Before the first
// step there are no averages, and it does nothing.
func Finalize(o Optimizer) error {
	b := o.base()
	if b.vars == nil || !b.UseEMA || tensor.Data[int32](b.iteration.Store())[0] == 0 {
		return nil
	}
	for i, v := range b.vars {
		if err := v.Assign(b.averages[i].Store()); err != nil {
			return fmt.Errorf("optimizer %q: %w", b.label, err)
		}
	}
	return nil
}
