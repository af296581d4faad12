package activations

import "github.com/gokeras/keras/ops"

// SoftShrink is x brought nearer to 0 by ½; see [ops.SoftShrink].
const SoftShrink Name = "soft_shrink"

var _ = register(SoftShrink, func(x *ops.Value) *ops.Value { return ops.SoftShrink(x, .5) })
