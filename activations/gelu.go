package activations

import "github.com/gokeras/keras/ops"

// GELU is ½x(1 + erf(x/√2)); see [ops.Gelu].
const GELU Name = "gelu"

var _ = register(GELU, func(x *ops.Value) *ops.Value { return ops.Gelu(x, false) })
