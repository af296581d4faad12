package activations

import "github.com/gokeras/keras/ops"

// Softplus is ln(1+eˣ); see [ops.Softplus].
const Softplus Name = "softplus"

var _ = register(Softplus, ops.Softplus)
