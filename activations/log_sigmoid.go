package activations

import "github.com/gokeras/keras/ops"

// LogSigmoid is -ln(1+e⁻ˣ); see [ops.LogSigmoid].
const LogSigmoid Name = "log_sigmoid"

var _ = register(LogSigmoid, ops.LogSigmoid)
