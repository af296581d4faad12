package activations

import "github.com/gokeras/keras/ops"

// Sparsemax is max(x-τ, 0) along the last axis; see [ops.Sparsemax].
const Sparsemax Name = "sparsemax"

var _ = register(Sparsemax, func(x *ops.Value) *ops.Value { return ops.Sparsemax(x, -1) })
