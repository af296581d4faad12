package activations

import "github.com/gokeras/keras/ops"

// CELU is max(x, 0) + exp(min(x, 0)) - 1; see [ops.Celu].
const CELU Name = "celu"

var _ = register(CELU, func(x *ops.Value) *ops.Value { return ops.Celu(x, 1) })
