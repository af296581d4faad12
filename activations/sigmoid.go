package activations

import "github.com/gokeras/keras/ops"

// Sigmoid is 1/(1+e⁻ˣ); see [ops.Sigmoid].
const Sigmoid Name = "sigmoid"

var _ = register(Sigmoid, ops.Sigmoid)
