package activations

import "github.com/gokeras/keras/ops"

// SiLU is x·σ(x), also known as "swish"; see [ops.Silu].
const SiLU Name = "silu"

var _ = register(SiLU, ops.Silu)

var _ = register("swish", ops.Silu)
