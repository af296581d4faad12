package activations

import "github.com/gokeras/keras/ops"

// Mish is x·tanh(ln(1+eˣ)); see [ops.Mish].
const Mish Name = "mish"

var _ = register(Mish, ops.Mish)
