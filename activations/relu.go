package activations

import "github.com/gokeras/keras/ops"

// ReLU is max(x, 0); see [ops.Relu].
const ReLU Name = "relu"

var _ = register(ReLU, ops.Relu)
