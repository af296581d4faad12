package activations

import "github.com/gokeras/keras/ops"

// LogSoftmax is the logarithm of softmax; see [ops.LogSoftmax].
const LogSoftmax Name = "log_softmax"

var _ = register(LogSoftmax, func(x *ops.Value) *ops.Value { return ops.LogSoftmax(x, -1) })
