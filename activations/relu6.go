package activations

import "github.com/gokeras/keras/ops"

// ReLU6 is min(max(x, 0), 6); see [ops.Relu6].
const ReLU6 Name = "relu6"

var _ = register(ReLU6, ops.Relu6)
