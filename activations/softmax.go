package activations

import "github.com/gokeras/keras/ops"

// Softmax is eˣ divided by its sum along the last axis; see [ops.Softmax].
const Softmax Name = "softmax"

var _ = register(Softmax, func(x *ops.Value) *ops.Value { return ops.Softmax(x, -1) })
