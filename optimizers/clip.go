package optimizers

import "github.com/gokeras/keras/ops"

// clip returns the gradients within the limits that are set.
func (b *Base) clip(grads []*ops.Value) []*ops.Value {
	switch {
	case b.Clipnorm > 0:
		return each(grads, func(g *ops.Value) *ops.Value { return clipNorm(g, b.Clipnorm) })
	case b.GlobalClipnorm > 0:
		return clipGlobalNorm(grads, b.GlobalClipnorm)
	case b.Clipvalue > 0:
		return each(grads, func(g *ops.Value) *ops.Value { return ops.Clip(g, -b.Clipvalue, b.Clipvalue) })
	}
	return grads
}

// clipNorm returns g·limit/max(‖g‖, limit).
func clipNorm(g *ops.Value, limit float64) *ops.Value {
	norm := ops.Norm(g)
	most := ops.FullLike(norm, limit)
	return ops.Multiply(g, ops.Divide(most, ops.Maximum(norm, most)))
}

// clipGlobalNorm returns every g times limit·min(1/norm, 1/limit), where norm is
// that of all elements of all gradients. A norm that isn't finite makes every
// gradient NaN, so that it is seen.
func clipGlobalNorm(grads []*ops.Value, limit float64) []*ops.Value {
	var sum *ops.Value
	for _, g := range grads {
		s := ops.Sum(ops.Square(g))
		if sum != nil {
			s = ops.Add(sum, s)
		}
		sum = s
	}
	norm := ops.Sqrt(sum)
	inverse := ops.Minimum(ops.Divide(ops.OnesLike(norm), norm), ops.FullLike(norm, 1/limit))
	scale := ops.Add(ops.Scale(inverse, limit), ops.Subtract(norm, norm))
	return each(grads, func(g *ops.Value) *ops.Value { return ops.Multiply(g, scale) })
}

func each(grads []*ops.Value, f func(*ops.Value) *ops.Value) []*ops.Value {
	list := make([]*ops.Value, len(grads))
	for i, g := range grads {
		list[i] = f(g)
	}
	return list
}
