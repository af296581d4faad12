package optimizers

import "github.com/gokeras/keras/ops"

// ScaleLoss returns the loss whose gradients [Apply] expects: times
// LossScaleFactor, if that is set.
func ScaleLoss(o Optimizer, loss *ops.Value) *ops.Value {
	if k := o.base().LossScaleFactor; k != 0 {
		return ops.Scale(loss, k)
	}
	return loss
}

// unscale undoes what ScaleLoss did to the gradients.
func (b *Base) unscale(grads []*ops.Value) []*ops.Value {
	k := b.LossScaleFactor
	if k == 0 {
		return grads
	}
	return each(grads, func(g *ops.Value) *ops.Value { return ops.Divide(g, ops.FullLike(g, k)) })
}
