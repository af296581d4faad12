package activations

import "github.com/gokeras/keras/ops"

// LeakyReLU is x where x ≥ 0 and 0.2x elsewhere; see [ops.LeakyRelu].
const LeakyReLU Name = "leaky_relu"

var _ = register(LeakyReLU, func(x *ops.Value) *ops.Value { return ops.LeakyRelu(x, .2) })
