package activations

import "github.com/gokeras/keras/ops"

// Squareplus is ½(x + √(x²+4)); see [ops.Squareplus].
const Squareplus Name = "squareplus"

var _ = register(Squareplus, func(x *ops.Value) *ops.Value { return ops.Squareplus(x, 4) })
