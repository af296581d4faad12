package activations

import "github.com/gokeras/keras/ops"

// Tanh is the hyperbolic tangent of x; see [ops.Tanh].
const Tanh Name = "tanh"

var _ = register(Tanh, ops.Tanh)
