package activations

import "github.com/gokeras/keras/ops"

// Exponential is eˣ; see [ops.Exp].
const Exponential Name = "exponential"

var _ = register(Exponential, ops.Exp)
